import { describe, expect, test } from 'vitest'
import type { Table } from '../dataset/table.ts'
import { DEFAULT_SETTINGS, diagnose } from './diagnose.ts'
import { DIAGNOSTICS_BY_ID } from './diagnosticsById.ts'
import { heldOutOf } from './heldOut.ts'
import { residualsByFeature } from './residualsByFeature.ts'
import { residualsByFeatureFigures } from './rows/residualsByFeatureRow.ts'

/** Rows of three levels whose predictions are right but for those of `c`, which are 4 too low, and a small pattern. */
function made(rows: number) {
  const numbers = Array.from({ length: rows }, (_, row) => row)
  const level = (row: number): number => (row % 7 === 6 ? -1 : row % 3)
  const error = (row: number): number => (level(row) === 2 ? 4 : 0) + ((row % 5) - 2) / 10
  const table: Table = {
    rows,
    features: [
      { kind: 'number', name: 'size', values: Float64Array.from(numbers, (row) => (row === 3 ? NaN : row / 10)) },
      { kind: 'category', name: 'kind', levels: ['a', 'b', 'c', 'never'], codes: Int32Array.from(numbers, level) },
      {
        kind: 'category',
        name: 'id',
        levels: numbers.map((row) => `r${String(row)}`),
        codes: Int32Array.from(numbers),
      },
    ],
    target: { kind: 'number', name: 'y', values: Float64Array.from(numbers) },
  }
  const folds = [0, 1].map((fold) => {
    const own = numbers.filter((row) => row % 2 === fold)
    return { repeat: 0, fold, predictions: { rows: own, values: own.map((row) => row - error(row)) } }
  })
  // A second repeat that no number here may count.
  const other = { repeat: 1, fold: 0, predictions: { rows: numbers, values: numbers.map((row) => row + 100) } }
  const heldOut = heldOutOf({ task: 'regression', classes: [], truth: numbers }, [...folds, other])
  return { table, heldOut, error, level, numbers }
}

describe('residuals against a feature', () => {
  test('unless one is named it is the one that accounts for most of them; names of rows account for nothing', () => {
    const { table, heldOut, error, level, numbers } = made(60)
    const found = residualsByFeature(heldOut, table)
    expect(found).toMatchObject({ name: 'kind', kind: 'category', partsInAll: 3 })
    expect(found?.columns.map(({ name }) => name)).toEqual(['kind', 'size', 'id'])
    expect(found?.columns[2].explained).toBeNull()
    const without = numbers.filter((row) => level(row) < 0).length
    expect([found?.rows, found?.missing]).toEqual([60 - without, without])
    const ofC = numbers.filter((row) => level(row) === 2).map(error)
    const c = found?.parts.find(({ value }) => value === 'c')
    expect(c?.rows).toBe(ofC.length)
    expect(c?.mean).toBeCloseTo(ofC.reduce((a, b) => a + b) / ofC.length, 12)
    const sorted = ofC.toSorted((x, y) => x - y)
    expect(c?.quartiles[0]).toBeCloseTo(sorted[0], 12)
    expect(c?.quartiles[4]).toBeCloseTo(sorted.at(-1) ?? NaN, 12)
    // Adjusted R² of a regression on the levels: 1 − (1 − R²)(n − 1)/(n − k).
    const known = numbers.filter((row) => level(row) >= 0)
    const meanOf = (rows: readonly number[]) => rows.reduce((sum, row) => sum + error(row), 0) / rows.length
    const squares = (rows: readonly number[]) => rows.reduce((sum, row) => sum + (error(row) - meanOf(rows)) ** 2, 0)
    const within = [0, 1, 2].reduce((sum, code) => sum + squares(known.filter((row) => level(row) === code)), 0)
    const expected = 1 - ((within / squares(known)) * (known.length - 1)) / (known.length - 3)
    expect(found?.explained).toBeCloseTo(expected, 12)
  })

  test('of a number column every row is a point, exact, and its quarters have all rows with a value', () => {
    const { table, heldOut, error } = made(60)
    const found = residualsByFeature(heldOut, table, 'size')
    expect(found?.points?.rows).toHaveLength(59)
    found?.points?.rows.forEach((row, i) => {
      expect(found.points?.x[i]).toBe(row / 10)
      expect(found.points?.y[i]).toBeCloseTo(error(row), 12)
    })
    expect(found?.missing).toBe(1)
    expect(found?.parts.map(({ value, rows }) => [value, rows])).toEqual([
      ['0 to 1.55', 15],
      ['1.55 to 3', 15],
      ['3 to 4.45', 14],
      ['4.45 to 5.9', 15],
    ])
  })

  test('draws at most 2,000 points, the largest errors among them, and counts all', () => {
    const { table, heldOut } = made(9000)
    const found = residualsByFeature(heldOut, table, 'size')
    expect(found?.rows).toBe(8999)
    expect(found?.points?.x).toHaveLength(2000)
    expect(Math.max(...(found?.points?.y ?? []))).toBeCloseTo(4.2, 9)
  })

  test('a category is drawn as median and quartiles, most rows at the top', () => {
    const { table, heldOut } = made(60)
    const result = residualsByFeature(heldOut, table, 'kind')
    const [figure] = residualsByFeatureFigures(result ? [{ name: 'M', result }] : [])
    expect(figure.y.labels?.toReversed()).toEqual(result?.parts.map(({ value }) => value))
    expect(figure.series[0].x.toReversed()).toEqual(result?.parts.map(({ quartiles }) => quartiles[2]))
    expect(figure.title).toBe('Residuals against a column, kind, M')
  })

  test('a report has a table of it in words', () => {
    const { table, heldOut } = made(60)
    const { results } = diagnose({ heldOut, table, settings: { ...DEFAULT_SETTINGS, feature: 'size' } })
    const result = results.residualsByFeature
    const [shown] = result ? DIAGNOSTICS_BY_ID.residualsByFeature.section.tables(result) : []
    expect(shown.rows[0]).toEqual(['0 to 1.55', '15', '1.31', '−0.100', '0.100', '3.85'])
    expect(shown.title).toMatch(/^size: \d/)
    expect(result && DIAGNOSTICS_BY_ID.residualsByFeature.section.notes?.(result)).toEqual([
      '1 rows have no value in this column.',
    ])
  })

  test('says what is wrong with a name that no feature has, and why there is nothing without a table', () => {
    const { table, heldOut } = made(20)
    expect(() => residualsByFeature(heldOut, table, 'y')).toThrow(/one of the run's 3 features, received "y"/)
    const { unavailable } = diagnose({ heldOut, settings: DEFAULT_SETTINGS }, ['residualsByFeature'])
    expect(unavailable[0].reason).toMatch(/table .* is gone/)
  })
})
