import { describe, expect, test } from 'vitest'
import type { Table } from '../dataset/table.ts'
import { DEFAULT_SETTINGS, diagnose } from './diagnose.ts'
import { diagnosisDocument } from './diagnosisDocument.ts'
import { DIAGNOSTICS_BY_ID } from './diagnosticsById.ts'
import { errorsByGroup } from './errorsByGroup.ts'
import { heldOutOf } from './heldOut.ts'
import { leastCost } from './leastCost.ts'
import { sharedHardRows } from './sharedHardRows.ts'

const ROWS = 120
const truth = Array.from({ length: ROWS }, (_, row) => row % 2)
const levels = ['north', 'south', 'west']
/** Wrong for two of three rows of the south, right elsewhere. */
const isWrong = (row: number): boolean => row % 3 === 1 && row % 9 !== 1
const values = truth.map((label, row) => (isWrong(row) ? 1 - 0.9 * label - 0.05 : 0.9 * label + 0.05))
const TABLE: Table = {
  rows: ROWS,
  features: [
    { kind: 'category', name: 'region', levels, codes: Int32Array.from(truth, (_, row) => row % 3) },
    { kind: 'number', name: 'size', values: Float64Array.from(truth, (_, row) => (row === 5 ? NaN : row)) },
    {
      kind: 'category',
      name: 'id',
      levels: truth.map((_, row) => `r${String(row)}`),
      codes: Int32Array.from(truth.keys()),
    },
  ],
  target: { kind: 'category', name: 'y', levels: ['no', 'yes'], codes: Int32Array.from(truth) },
  groups: Int32Array.from(truth, (_, row) => Math.floor(row / 30)),
}
const rows = [...truth.keys()]
const heldOut = heldOutOf({ task: 'binary', classes: ['no', 'yes'], truth }, [
  { repeat: 0, fold: 0, predictions: { rows, values } },
])

describe('errors by group', () => {
  test('the planted group comes first, with its wrong rows; names of rows are no groups', () => {
    const { groups, overall, compared, measure } = errorsByGroup(heldOut, TABLE, 0.5)
    const wrong = rows.filter(isWrong)
    expect({ measure, overall }).toEqual({ measure: 'wrong', overall: wrong.length / ROWS })
    // Three regions, four quarters, four groups.
    expect(compared).toBe(11)
    expect(groups[0]).toMatchObject({ column: 'region', value: 'south', rows: 40, others: 0, worst: wrong })
    expect(groups[0].error).toBeCloseTo(wrong.length / 40, 12)
    expect(groups[0].adjustedP).toBeLessThan(1e-6)
    expect(groups.filter(({ adjustedP }) => adjustedP < 0.05).map(({ column }) => column)).toEqual([
      'region',
      'region',
      'region',
    ])
    expect(groups.filter(({ column }) => column === 'size').map(({ rows: count }) => count)).toEqual(
      expect.arrayContaining([30, 29]),
    )
    expect(groups.some(({ column, value }) => column === 'group' && value === '4')).toBe(true)
  })

  test('a quarter of one value is named by it', () => {
    const few: Table = {
      ...TABLE,
      features: [
        { kind: 'number', name: 'few', values: Float64Array.from(truth, (_, row) => (row % 3 === 0 ? 1 : 2)) },
      ],
    }
    const names = errorsByGroup(heldOut, few, 0.5).groups.flatMap(({ column, value }) =>
      column === 'few' ? [value] : [],
    )
    expect(names.sort()).toEqual(['1', '1 to 2'])
  })

  test('of a regression it is the size of errors', () => {
    const numbers = truth.map((_, row) => row)
    const predicted = numbers.map((value, row) => value + (row % 3 === 2 ? 5 : 1))
    const regression = heldOutOf({ task: 'regression', classes: [], truth: numbers }, [
      { repeat: 0, fold: 0, predictions: { rows, values: predicted } },
    ])
    const [first] = errorsByGroup(regression, TABLE, 0.5).groups
    expect(first).toMatchObject({ value: 'west', error: 5, others: 1 })
  })

  test('a table that is gone is named', () => {
    const { unavailable } = diagnose({ heldOut, settings: DEFAULT_SETTINGS }, ['errorsByGroup'])
    expect(unavailable[0].reason).toMatch(/table .* is gone/)
  })
})

describe('decisions of least cost', () => {
  const classes = ['a', 'b', 'c']
  const three = heldOutOf({ task: 'multiclass', classes, truth: [0, 1, 2, 2] }, [
    {
      repeat: 0,
      fold: 0,
      predictions: { rows: [0, 1, 2, 3], values: [0.6, 0.3, 0.1, 0.2, 0.7, 0.1, 0.5, 0.1, 0.4, 0.1, 0.2, 0.7] },
    },
  ])

  test('even costs change nothing; a costly miss does', () => {
    const even = classes.map((_, t) => classes.map((__, p) => Number(t !== p)))
    expect(leastCost(three, even)).toMatchObject({
      likeliest: { mean: 0.25 },
      leastCost: { mean: 0.25 },
      changed: { mean: 0 },
    })
    // Missing class c costs ten: the third row is then called c, by 10 × 0.4 against 0.5 + 0.1.
    const dear = even.map((row, t) => (t === 2 ? row.map((cost) => 10 * cost) : row))
    expect(leastCost(three, dear)).toMatchObject({
      likeliest: { mean: 2.5 },
      // The first two rows are called c as well: 10 × 0.1 exceeds neither 0.9 nor 0.9.
      counts: expect.arrayContaining([[0, 0, 2]]) as number[][],
    })
    expect(leastCost(three, dear)!.leastCost.mean).toBeLessThan(2.5)
  })

  test('a table of other classes gives nothing, and reports say nothing of it', () => {
    const diagnosis = diagnose({ heldOut: three, settings: DEFAULT_SETTINGS })
    expect(diagnosis.unavailable.find(({ id }) => id === 'leastCost')?.reason).toMatch(/--costs with 9 numbers/)
    const document = diagnosisDocument([{ name: 'M', diagnosis, checks: [] }])
    expect(document.candidates[0].unavailable.join()).not.toMatch(/costs/)
  })
})

test('rows that most candidates get wrong', () => {
  const hard = (...numbers: readonly (readonly [row: number, isSuspect: boolean])[]) => ({
    rows: numbers.map(([row, isSuspect]) => ({ row, truth: 0, wrong: 1, of: 1, predicted: 1, measure: 0, isSuspect })),
    total: numbers.length,
    isTruncated: false,
  })
  const shared = sharedHardRows([
    { name: 'A', result: hard([4, true], [7, true], [9, false]) },
    { name: 'B', result: hard([7, true], [9, true]) },
    { name: 'C', result: hard([7, true], [2, false]) },
  ])
  expect(shared).toEqual([
    { row: 7, candidates: 3, isSuspect: true },
    { row: 9, candidates: 2, isSuspect: false },
  ])
})

test('rows that models share are named by the row of the file, like those of one model', () => {
  const one = { row: 3, fileRow: 8, truth: 0, wrong: 1, of: 1, predicted: 1, measure: 0, isSuspect: false }
  const named = ['A', 'B'].map((name) => ({ name, result: { rows: [one], total: 1, isTruncated: false } }))
  expect(sharedHardRows(named)[0]).toMatchObject({ row: 3, fileRow: 8 })
  const { section } = DIAGNOSTICS_BY_ID.hardRows
  const first = section.together?.(named)[0].rows[0][0]
  expect(first).toBe('9')
  expect(section.tables(named[0].result)[0].rows[0][0]).toBe(first)
})
