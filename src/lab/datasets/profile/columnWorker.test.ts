import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { preflight } from '../../../core/diagnostics/preflight/preflight.ts'
import type { PreflightInput } from '../../../core/diagnostics/preflight/preflight.ts'
import { profileNumbers } from '../../../core/dataset/profileNumbers.ts'
import { smallestTrainFold } from '../../../core/split/smallestTrainFold.ts'
import { ColumnWorker } from './columnWorker.ts'

let worker: ColumnWorker
beforeEach(() => {
  worker = new ColumnWorker()
})
afterEach(() => worker.close())

function wave(rows: number): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: rows }, (_, row) => Math.round(1000 * Math.sin(row * row)))
}

describe('ColumnWorker', () => {
  it('finds the smallest training fold on its thread, and tells there too what is wrong', async () => {
    const count = 30_000
    const groups = Int32Array.from({ length: count }, (_, row) => Math.floor(Math.sqrt(row)) % 7)
    const validation = { strategy: 'group-k-fold', folds: 5, repeats: 1, shuffle: false, testFraction: 0.25 } as const
    const found = await worker.smallestTrainFold(validation, { count, groups }, 0)
    expect(found).toEqual(smallestTrainFold(validation, { count, groups }, 0))
    const asking = worker.smallestTrainFold({ ...validation, folds: 8 }, { count, groups }, 0)
    await expect(asking).rejects.toMatchObject({ code: 'split/too-few-groups', path: 'validation.folds' })
  })

  it('profiles long and short columns alike, each answer to its own question', async () => {
    const lengths = [30_000, 10, 50_000, 0, 20_000]
    const profiles = await Promise.all(lengths.map(async (rows) => worker.profile(wave(rows))))
    expect(profiles).toEqual(lengths.map((rows) => profileNumbers(wave(rows))))
  })

  it('finds on its thread what a pre-flight finds here', async () => {
    const rows = 60_000
    const codes = Int32Array.from({ length: rows }, (_, row) => (row % 50 === 0 ? 1 : 0))
    const input: PreflightInput = {
      task: 'binary',
      validation: { strategy: 'k-fold', folds: 10, repeats: 1, shuffle: true, testFraction: 0.25 },
      table: {
        rows,
        features: [
          { kind: 'number', name: 'wave', values: wave(rows) },
          { kind: 'number', name: 'same', values: new Float64Array(rows) },
          { kind: 'number', name: 'id', values: Float64Array.from({ length: rows }, (_, row) => row) },
        ],
        target: { kind: 'category', name: 'label', levels: ['a', 'b'], codes },
      },
    }
    const found = await worker.preflight(input)
    expect(found).toEqual(preflight(input))
    expect(found.map(({ kind }) => kind).sort()).toEqual(['constant', 'idLike', 'imbalance'])
    expect(await worker.preflight(input)).toEqual(found)
  })

  it('a question still open when it is closed is refused, not left waiting', async () => {
    const open = worker.profile(wave(400_000))
    await worker.close()
    await expect(open).rejects.toThrow('ended')
  })
})
