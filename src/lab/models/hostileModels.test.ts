import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HoldoutError } from '../../core/errors.ts'
import { encodeModelFile } from '../../core/model/modelFile.ts'
import type { SavedModel } from '../../core/model/savedModel.ts'
import { mutantsOf } from '../files/testing/mutants.ts'
import { openModel } from './openModel.ts'
import { predictCsv } from './predictCsv.ts'
import type { PredictedRow } from './predictedRow.ts'
import { networkOutputs } from './testing/networkOutputs.ts'
import { SMALL_MODEL } from './testing/smallModel.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

let folder: string
const old = SMALL_MODEL
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-hostile-'))
  await writeFile(join(folder, 'rows.csv'), 'size,color\n3,blue\n1e300,red\n')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** What becomes of a changed file: its predictions, or the code of the error. */
async function outcome(text: string): Promise<string> {
  const path = join(folder, 'model.json')
  await writeFile(path, text)
  try {
    const outputs = networkOutputs(await openModel(path), 3, Math.sin)
    return outputs.every(Number.isFinite) ? 'predicted' : 'not a number'
  } catch (error) {
    if (error instanceof HoldoutError && !error.code.startsWith('bug/')) return error.code
    return `bug: ${String(error)}`
  }
}

describe('a model file from elsewhere', () => {
  it('opens as it was saved, with a checksum and without', async () => {
    expect(await outcome(JSON.stringify(old))).toBe('predicted')
    expect(await outcome(encodeModelFile(old, sha256))).toBe('predicted')
  })

  it('is refused where one bit of it changed', async () => {
    const text = encodeModelFile(old, sha256)
    const kinds = new Set<string>()
    for (let at = 3; at < text.length; at += 3) {
      const changed = text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1)
      kinds.add(await outcome(changed))
    }
    expect([...kinds].filter((kind) => !kind.startsWith('model/'))).toEqual([])
  })

  it.each(['with the right checksum', 'without one'])('never ends as a bug or as no number, %s', async (which) => {
    const kinds = new Map<string, string>()
    for (const { what, value } of mutantsOf(old, { count: 250, seed: 5 })) {
      const text = which === 'without one' ? JSON.stringify(value) : encodeModelFile(value as SavedModel, sha256)
      const kind = await outcome(text)
      if (!kinds.has(kind)) kinds.set(kind, what)
    }
    expect([...kinds].filter(([kind]) => kind.startsWith('bug') || kind === 'not a number')).toEqual([])
    expect(kinds.has('model/damaged')).toBe(true)
  })

  it('gives no prediction for a row that overflows it, and says so', async () => {
    const path = join(folder, 'model.json')
    const [first, ...others] = old.spec.layers
    const spec = { ...old.spec, layers: [{ ...first, activation: 'linear' }, ...others] }
    await writeFile(path, JSON.stringify({ ...old, spec }))
    const rows: PredictedRow[] = []
    await predictCsv(await openModel(path), join(folder, 'rows.csv'), {}, { add: (block) => void rows.push(...block) })
    expect(rows[0].value).toBeDefined()
    expect(rows[1]).toMatchObject({ problem: 'the model gives no finite number for it' })
    expect(rows[1]).not.toHaveProperty('value')
  })
})
