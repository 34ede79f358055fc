import { expect, test } from 'vitest'
import type { Table } from '../../core/dataset/table.ts'
import type { RowPrediction } from '../../core/diagnostics/diagnosticRows.ts'
import type { HeldOut } from '../../core/diagnostics/heldOut.ts'
import { rowFilter } from './rowFilter.ts'

const TABLE: Table = {
  rows: 4,
  features: [
    { kind: 'number', name: 'x > y', values: Float64Array.of(1, 2.5, NaN, -7) },
    { kind: 'number', name: 'seen', values: Float64Array.of(19_000, 19_001.5, NaN, 19_032) },
    { kind: 'category', name: 'colour', levels: ['blue', 'red'], codes: Int32Array.of(0, 1, -1, 1) },
  ],
  target: { kind: 'category', name: 't', levels: ['Mine', 'Rock'], codes: Int32Array.of(0, 1, 0, 1) },
}
const HELD_OUT: HeldOut = { task: 'binary', classes: ['Mine', 'Rock'], width: 1, fits: [], missing: [], repeats: 0 }
const ROWS = [0, 1, 2, 3].map((row): RowPrediction => ({
  row,
  truth: row % 2,
  predicted: row === 3 ? 0 : 1,
  wrong: 1,
  of: 1,
  folds: [],
}))

function numbersOf(text: string): number[] {
  const isMeant = rowFilter(text, HELD_OUT, TABLE, new Set(['seen']))(ROWS)
  return ROWS.filter((_, i) => isMeant[i]).map(({ row }) => row + 1)
}

test.each([
  ['x > y > 1', [2]],
  ['x > y<=1', [1, 4]],
  ['colour = red', [2, 4]],
  ['seen > 2022-01-08', [2, 4]],
  ['seen = 2022-01-08', [1]],
  ['2022-02', [4]],
  ['12:00', [2]],
  ['RED', [2, 4]],
  ['mine', [1, 3, 4]],
  ['-7', [4]],
  ['3', [3]],
  ['nothing', []],
  ['', [1, 2, 3, 4]],
  ['unknown > 1', []],
])('%j lists the rows %j', (text, rows) => {
  expect(numbersOf(text)).toEqual(rows)
})
