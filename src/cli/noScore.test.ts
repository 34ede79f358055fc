import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runInProcess } from './testing/runInProcess.ts'

const IN_ORDER = '{ strategy: k-fold, folds: 2, shuffle: false }'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-no-score-'))
  const rows = Array.from({ length: 40 }, (_, row) => `${String((row * 17) % 11)},${row < 20 ? 'p' : 'q'}`)
  await writeFile(join(folder, 'in-order.csv'), `x,y\n${rows.join('\n')}\n`)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function run(name: string, validation: string) {
  const path = join(folder, `${name}.yaml`)
  const head = 'holdout: 1\nname: No score\ndataset: { file: in-order.csv, target: y }'
  const training = 'training: { epochs: 1, metrics: [rocAuc] }'
  await writeFile(path, `${head}\nvalidation: ${validation}\n${training}\nmodels: [{ name: A, layers: [output] }]\n`)
  return runInProcess('run', path)
}

describe('a score that is undefined', () => {
  it('is no number, and the reason is reported', async () => {
    const { code, stdout, stderr } = await run('flat', IN_ORDER)
    expect(code).toBe(0)
    expect(stdout).toBe('A: no score\n')
    expect(stderr).toContain('A: rocAuc is undefined on the held-out rows of every fold')
  }, 60_000)

  it('chooses nothing in a nested protocol, and that is reported', async () => {
    const inner = '{ strategy: k-fold, folds: 3 }'
    const { code, stdout, stderr } = await run('nested', `{ strategy: nested, outer: ${IN_ORDER}, inner: ${inner} }`)
    expect(code).toBe(0)
    expect(stdout).toBe('A: no score\nNested estimate: no score\n')
    expect(stderr).toContain('Nested estimate: nothing could be chosen in 2 of 2 outer folds, as no model has rocAuc')
  }, 60_000)
})
