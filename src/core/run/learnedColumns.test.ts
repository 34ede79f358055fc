import { expect, it } from 'vitest'
import type { Table } from '../dataset/table.ts'
import type { PreprocessingSpec } from '../preprocessing/preprocessingSpec.ts'
import { learnedColumns } from './learnedColumns.ts'

const TABLE: Table = {
  rows: 6,
  features: [
    { kind: 'number', name: 'x', values: Float64Array.of(1, 2, 3, 4, NaN, 6) },
    { kind: 'category', name: 'c', levels: ['a', 'b', 'c'], codes: Int32Array.of(0, 0, 1, 1, 2, 0) },
  ],
  target: { kind: 'category', name: 'y', levels: ['n', 'p'], codes: Int32Array.of(0, 1, 0, 1, 0, 1) },
}
const SPEC: PreprocessingSpec = {
  numeric: { impute: 'median', fillValue: 0, missingIndicator: false, scale: 'standard' },
  category: { impute: 'mostFrequent', fillValue: '', encode: 'oneHot' },
  target: 'standard',
}
const SPLITS = [
  { repeat: 0, fold: 0, train: Int32Array.of(0, 1, 2, 3) },
  { repeat: 0, fold: 1, train: Int32Array.of(2, 3, 4, 5) },
]

it('lists what each split learned from its training rows', () => {
  const { columns, splits } = learnedColumns(TABLE, SPEC, SPLITS)!
  expect(splits).toEqual([
    { repeat: 0, fold: 0 },
    { repeat: 0, fold: 1 },
  ])
  expect(columns[0]).toMatchObject({ kind: 'number', name: 'x' })
  expect(columns[0].kind === 'number' && columns[0].center[0]).toBe(2.5)
  expect(columns[1]).toEqual({ kind: 'category', name: 'c', levels: [2, 3], levelsInAll: 3 })
})

it('lists nothing where it would take too long', () => {
  expect(learnedColumns({ ...TABLE, rows: 10_000_000 }, SPEC, SPLITS)).toBeUndefined()
})
