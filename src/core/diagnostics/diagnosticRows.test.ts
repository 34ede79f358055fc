import { expect, test } from 'vitest'
import { diagnosticRows, foldNames } from './diagnosticRows.ts'
import type { HeldOut } from './heldOut.ts'

const fit = (repeat: number, fold: number, rows: number[], truth: number[], values: number[]) => ({
  repeat,
  fold,
  rows: Int32Array.from(rows),
  truth: Float64Array.from(truth),
  values: Float64Array.from(values),
})

test('every row of a regression is listed, with the mean size of its errors', () => {
  const heldOut: HeldOut = {
    task: 'regression',
    classes: [],
    width: 1,
    fits: [fit(0, 0, [1], [5], [7]), fit(0, 1, [0], [1], [1.5]), fit(1, 0, [0, 1], [1, 5], [0, 4])],
    missing: [],
    repeats: 2,
  }
  const rows = diagnosticRows(heldOut, 0.5, { kind: 'wrong' })
  expect(rows.map(({ row, predicted, error }) => [row, predicted, error])).toEqual([
    [0, 0.75, 0.75],
    [1, 5.5, 1.5],
  ])
  expect(foldNames(rows[1].folds)).toBe('1.1 2.1')
})

test('a fold of a single repeat is named by its number', () => {
  expect(foldNames([{ repeat: 0, fold: 3, value: 1, predicted: 1 }])).toBe('4')
})
