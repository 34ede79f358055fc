import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { CategoryColumn, NumberColumn, Table, TableColumn } from '../dataset/table.ts'
import type { CategoryPreprocessing, NumericPreprocessing, PreprocessingSpec } from './preprocessingSpec.ts'
import { hashToHex, murmur3 } from '../random/murmur3.ts'
import { fingerprintOf } from './fingerprint.ts'
import { fitPreprocessing } from './fitPreprocessing.ts'
import { countCells, transformInPlace, transformRows, transformRowsExactly } from './transformRows.ts'

type Cell = number | null
type Scale = NumericPreprocessing['scale']

interface Reference {
  readonly fit_rows: number[][]
  readonly transform_rows: number[][]
  readonly expected: Record<Scale, number[][]>
  readonly one_hot: { readonly fit: string[][]; readonly transform: string[][]; readonly expected: number[][] }
}
interface MissingReference {
  readonly x: Cell[][]
  readonly train: number
  readonly cases: readonly {
    impute: 'median' | 'mean' | 'mostFrequent' | 'constant'
    scale: Scale
    expected: number[][]
  }[]
  readonly categories: {
    cells: (string | null)[][]
    train: number
    ordinal: number[][]
    oneHot: number[][]
    outputs: string[]
  }
}

function readReference(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../../fixtures/reference/${name}`, import.meta.url), 'utf8'))
}

const reference = readReference('preprocessing.json') as Reference
const missing = readReference('preprocessing-missing.json') as MissingReference

function numbers(name: string, cells: readonly Cell[]): NumberColumn {
  return { kind: 'number', name, values: Float64Array.from(cells, (cell) => cell ?? NaN) }
}

function categories(name: string, cells: readonly (string | null)[]): CategoryColumn {
  const levels = [...new Set(cells.filter((cell) => cell !== null))].sort()
  return {
    kind: 'category',
    name,
    levels,
    codes: Int32Array.from(cells, (cell) => (cell === null ? -1 : levels.indexOf(cell))),
  }
}

function tableOf(...features: TableColumn[]): Table {
  const [first] = features
  const rows = first.kind === 'number' ? first.values.length : first.codes.length
  return { rows, features, target: numbers('target', Array<number>(rows).fill(0)) }
}

function numberTable(rows: readonly (readonly Cell[])[]): Table {
  return tableOf(
    ...rows[0].map((_, j) =>
      numbers(
        `V${j + 1}`,
        rows.map((row) => row[j]),
      ),
    ),
  )
}

function specOf(
  numeric: Partial<NumericPreprocessing> = {},
  category: Partial<CategoryPreprocessing> = {},
): PreprocessingSpec {
  return {
    numeric: { impute: 'median', fillValue: 0, missingIndicator: false, scale: 'standard', ...numeric },
    category: { impute: 'mostFrequent', fillValue: 'missing', encode: 'oneHot', ...category },
    target: 'none',
  }
}

function rowsOf(matrix: ArrayLike<number>, width: number): number[][] {
  const values = Array.from(matrix)
  return Array.from({ length: values.length / width }, (_, i) => values.slice(i * width, (i + 1) * width))
}

function range(from: number, to: number): Int32Array {
  return Int32Array.from({ length: to - from }, (_, i) => from + i)
}

function expectClose(received: number[][], expected: number[][]): void {
  expect(received.length).toBe(expected.length)
  received.forEach((row, i) => {
    expect(row.length).toBe(expected[i].length)
    row.forEach((value, j) => expect(Math.abs(value - expected[i][j])).toBeLessThan(1e-9))
  })
}

describe('fitPreprocessing and transformRows', () => {
  it.each(['standard', 'minmax', 'robust', 'maxabs'] as const)('scales as scikit-learn: %s', (scale) => {
    const table = numberTable([...reference.fit_rows, ...reference.transform_rows])
    const fitted = fitPreprocessing(table, specOf({ scale }), range(0, 30))
    const { matrix, width } = transformRowsExactly(fitted, table, range(30, 40))
    expectClose(rowsOf(matrix, width), reference.expected[scale])
    expect([...transformRows(fitted, table, range(30, 40)).matrix]).toEqual([...Float32Array.from(matrix)])
  })

  it.each(missing.cases)('imputes, then scales as scikit-learn: $impute, $scale', ({ impute, scale, expected }) => {
    const table = numberTable(missing.x)
    const fitted = fitPreprocessing(table, specOf({ impute, scale, fillValue: -1.5 }), range(0, missing.train))
    const { matrix, width, imputedCells } = transformRowsExactly(fitted, table, range(missing.train, table.rows))
    expectClose(rowsOf(matrix, width), expected)
    expect(imputedCells).toBe(
      missing.x
        .slice(missing.train)
        .flat()
        .filter((cell) => cell === null).length,
    )
  })

  it('encodes categories as scikit-learn: ordinal, unseen as -1 and counted', () => {
    const { cells, train, ordinal } = missing.categories
    const table = tableOf(
      categories(
        'p',
        cells.map(([p]) => p),
      ),
      categories(
        'q',
        cells.map(([, q]) => q),
      ),
    )
    const fitted = fitPreprocessing(table, specOf({}, { encode: 'ordinal' }), range(0, train))
    const { matrix, unseenCategories, imputedCells } = transformRowsExactly(fitted, table, range(train, table.rows))
    expect(rowsOf(matrix, 2)).toEqual(ordinal)
    expect({ unseenCategories, imputedCells }).toEqual({ unseenCategories: 2, imputedCells: 2 })
  })

  it('encodes categories as scikit-learn: one-hot, unseen as nothing, in a width that no fold changes', () => {
    const { cells, train, oneHot, outputs } = missing.categories
    const table = tableOf(
      categories(
        'p',
        cells.map(([p]) => p),
      ),
      categories(
        'q',
        cells.map(([, q]) => q),
      ),
    )
    const fitted = fitPreprocessing(table, specOf(), range(0, train))
    expect(fitted.outputs).toEqual(['p=a', 'p=b', 'p=c', 'p=d', 'q=x', 'q=y', 'q=z'])
    expect(fitPreprocessing(table, specOf(), range(2, 7)).outputs).toEqual(fitted.outputs)
    const { matrix, width, unseenCategories } = transformRowsExactly(fitted, table, range(train, table.rows))
    const rows = rowsOf(matrix, width)
    const known = fitted.outputs.filter((name) => outputs.includes(name.replace('=', '_')))
    expect(rows.map((row) => known.map((name) => row[fitted.outputs.indexOf(name)]))).toEqual(oneHot)
    expect(rows.map((row) => [row[3], row[6]])).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ])
    expect(unseenCategories).toBe(2)
  })

  it('prepares a table whose levels are numbered otherwise', () => {
    const { fit, transform, expected } = reference.one_hot
    const fitted = fitPreprocessing(tableOf(categories('c', fit.flat())), specOf(), range(0, fit.length))
    const { matrix, unseenCategories } = transformRowsExactly(fitted, tableOf(categories('c', transform.flat())))
    expect(rowsOf(matrix, 3)).toEqual(expected)
    expect(unseenCategories).toBe(1)
  })

  it('leaves a missing category all zeros without imputing, and gives a constant a level of its own', () => {
    const table = tableOf(categories('c', ['a', null, 'b']))
    const none = fitPreprocessing(table, specOf({}, { impute: 'none' }), range(0, 3))
    expect(rowsOf(transformRows(none, table).matrix, 2)).toEqual([
      [1, 0],
      [0, 0],
      [0, 1],
    ])
    const constant = fitPreprocessing(table, specOf({}, { impute: 'constant' }), range(0, 3))
    expect(constant.outputs).toEqual(['c=a', 'c=b', 'c=missing'])
    expect(rowsOf(transformRows(constant, table).matrix, 3)).toEqual([
      [1, 0, 0],
      [0, 0, 1],
      [0, 1, 0],
    ])
  })

  it('marks missing cells where the dataset has some, unscaled', () => {
    const table = tableOf(numbers('a', [1, 2, null, 4]), numbers('b', [1, 2, 3, 4]))
    const fitted = fitPreprocessing(table, specOf({ missingIndicator: true, scale: 'none' }), range(0, 2))
    expect(fitted.outputs).toEqual(['a', 'a (missing)', 'b'])
    expect(rowsOf(transformRows(fitted, table).matrix, 3)).toEqual([
      [1, 0, 1],
      [2, 0, 2],
      [1.5, 1, 3],
      [4, 0, 4],
    ])
  })

  it('gives nothing but 0 for a column without a value in the training rows', () => {
    const table = tableOf(numbers('a', [null, null, 7, 9]), numbers('b', [1, 2, 3, 4]))
    const fitted = fitPreprocessing(table, specOf({ scale: 'none' }), range(0, 2))
    expect(rowsOf(transformRows(fitted, table).matrix, 2)).toEqual([
      [0, 1],
      [0, 2],
      [0, 3],
      [0, 4],
    ])
  })

  it('survives JSON unchanged', () => {
    const table = numberTable(missing.x)
    const fitted = fitPreprocessing(table, specOf(), range(0, 8))
    expect(JSON.parse(JSON.stringify(fitted))).toEqual(fitted)
  })

  it('learns nothing from held-out rows, whatever they hold', () => {
    const cell = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }), fc.constant(NaN))
    const arbitrary = fc.record({
      train: fc.array(cell, { minLength: 3, maxLength: 20 }),
      poison: fc.array(cell, { minLength: 1, maxLength: 5 }),
      scale: fc.constantFrom('standard', 'minmax', 'robust', 'maxabs', 'none'),
      impute: fc.constantFrom('median', 'mean', 'mostFrequent', 'constant'),
    })
    fc.assert(
      fc.property(arbitrary, ({ train, poison, scale, impute }) => {
        const spec = specOf({ scale, impute })
        const rows = range(0, train.length)
        const clean = tableOf(numbers('a', [...train, ...poison.map(() => NaN)]))
        const poisoned = tableOf(numbers('a', [...train, ...poison.slice(1), NaN]))
        const [one, other] = [clean, poisoned].map((table) => fitPreprocessing(table, spec, rows))
        expect(fingerprintOf(rows, other)).toBe(fingerprintOf(rows, one))
        expect(transformRows(other, poisoned, rows)).toEqual(transformRows(one, clean, rows))
      }),
    )
  })

  it('tells preparations apart by rows and by numbers', () => {
    const table = numberTable(reference.fit_rows)
    const prints = [range(0, 10), range(0, 11), range(1, 11)].map((rows) =>
      fingerprintOf(rows, fitPreprocessing(table, specOf(), rows)),
    )
    const other = fingerprintOf(range(0, 10), fitPreprocessing(table, specOf({ scale: 'robust' }), range(0, 10)))
    expect(new Set([...prints, other]).size).toBe(4)
    expect(prints[0]).toMatch(/^[0-9a-f]{32}$/)
  })

  it('is the hash of the JSON text of rows and numbers', () => {
    const table = numberTable(reference.fit_rows)
    const fitted = { ...fitPreprocessing(table, specOf(), range(0, 10)), outputs: ['größer'] }
    for (const rows of [[], [0], [9, 10, 99, 100, 2147483647], [7, 0, 1_000_000, 999_999, 1_234_567_890]]) {
      const text = new TextEncoder().encode(JSON.stringify([rows, fitted]))
      expect(fingerprintOf(Int32Array.from(rows), fitted)).toBe(hashToHex(murmur3(text)))
    }
  })

  it('names the column with numbers too large to compute with', () => {
    expect(() => fitPreprocessing(tableOf(numbers('x', [1e151, 2])), specOf(), range(0, 1))).toThrow(
      'column "x" has 1 number beyond ±1e+150',
    )
    const table = tableOf(numbers('x', [1e39, -4e38]))
    expect(() => fitPreprocessing(table, specOf({ scale: 'none' }), range(0, 1))).toThrow(
      'column "x" has 2 numbers beyond ±3e+38',
    )
    expect(fitPreprocessing(table, specOf(), range(0, 1)).outputs).toEqual(['x'])
  })

  it('names the column that misses cells, and how many', () => {
    const table = tableOf(numbers('age', [1, null, null]))
    expect(() => fitPreprocessing(table, specOf({ impute: 'none' }), range(0, 1))).toThrow(
      'column "age" has 2 missing cells',
    )
    expect(() => fitPreprocessing(tableOf(numbers('x', [1, Infinity])), specOf(), range(0, 1))).toThrow(
      '1 infinite cell:',
    )
  })

  it('refuses tables that cannot be prepared', () => {
    const table = tableOf(numbers('a', [1, 2, 3]))
    const fitted = fitPreprocessing(table, specOf(), range(0, 3))
    expect(() => transformRows(fitted, tableOf(numbers('b', [1])))).toThrow('column "a" is missing')
    expect(() => transformRows(fitted, tableOf(categories('a', ['x'])))).toThrow(
      'expected numbers as in training, received categories',
    )
    expect(() => transformRows(fitted, tableOf(numbers('a', [1, null])))).toThrow('Column "a" has no value in row 2')
    expect(() => fitPreprocessing({ ...table, features: [] }, specOf(), range(0, 3))).toThrow('at least one feature')
    expect(() => fitPreprocessing(table, specOf(), range(0, 0))).toThrow('at least one training row')
  })
})

describe('a large table', () => {
  const rows = 20_000
  const numbers = Float64Array.from({ length: rows }, (_, row) => (row % 97 === 0 ? NaN : row % 31))
  const codes = Int32Array.from({ length: rows }, (_, row) => (row === 19_000 ? 2 : row % 2))
  const table: Table = {
    rows,
    features: [
      { kind: 'number', name: 'x', values: numbers },
      { kind: 'category', name: 'word', levels: ['a', 'b', 'c'], codes },
    ],
    target: { kind: 'number', name: 'y', values: new Float64Array(rows) },
  }
  const spec: PreprocessingSpec = {
    numeric: { impute: 'mean', fillValue: 0, missingIndicator: true, scale: 'standard' },
    category: { impute: 'mostFrequent', fillValue: '', encode: 'oneHot' },
    target: 'none',
  }
  const fitted = fitPreprocessing(
    table,
    spec,
    Int32Array.from({ length: 15_000 }, (_, row) => row),
  )

  it('is prepared in the place of another as in a place of its own', () => {
    const expected = transformRows(fitted, table).matrix
    const old = new Float32Array(expected.length).fill(9)
    expect(transformInPlace(fitted, table, old).matrix).toBe(old)
    expect(old).toEqual(expected)
    expect(transformInPlace(fitted, table, new Float32Array(3)).matrix).toEqual(expected)
  })

  it('has as many filled and unseen cells counted as prepared', () => {
    const test = Int32Array.from({ length: 10_000 }, (_, row) => rows - 1 - row)
    const { imputedCells, unseenCategories } = transformRows(fitted, table, test)
    expect([imputedCells > 100, unseenCategories]).toEqual([true, 1])
    expect(countCells(fitted, table, test)).toEqual({ imputedCells, unseenCategories })
  })
})
