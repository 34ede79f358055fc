import { expect, test } from 'vitest'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { inferTask } from '../../../core/dataset/inferTask.ts'
import { inspectCsv } from '../read/inspectCsv.ts'
import { listSamples } from './listSamples.ts'

const resources = fileURLToPath(new URL('../../../../resources', import.meta.url))

test('the gallery says of each sample what is in its file', async () => {
  const samples = await listSamples(resources)
  expect(samples.map(({ id }) => id)).toContain('sonar')
  for (const sample of samples) {
    const { rows, columns, bytes } = await inspectCsv(join(resources, 'samples', sample.file.name))
    const { id, target, features, hasMissing, task, source, licence } = sample
    expect([id, sample.rows, features, sample.file.bytes]).toEqual([id, rows, columns.length - 1, bytes])
    expect([id, task]).toEqual([id, inferTask(columns.find(({ name }) => name === target)!)])
    expect([id, hasMissing]).toEqual([id, columns.some(({ missing }) => missing > 0)])
    expect(source).not.toBe('')
    expect(licence).toContain('GPL')
  }
})
