import { describe, expect, test } from 'vitest'
import type { Table, TableColumn } from '../../core/dataset/table.ts'
import { encodeTable } from '../../core/dataset/tableFile.ts'
import { tableOnDemand } from '../../core/dataset/tableOnDemand.ts'
import { fitPreprocessing } from '../../core/preprocessing/fitPreprocessing.ts'
import type { PreprocessingSpec } from '../../core/preprocessing/preprocessingSpec.ts'
import { countCells, packInPlace, transformInPlace } from '../../core/preprocessing/transformRows.ts'
import { keyedNormals } from '../../core/random/keyedDraws.ts'
import { keyOf } from '../../core/random/keyedStream.ts'
import { kernelColumns } from './kernelColumns.ts'
import { openKernel } from './nativeKernel.ts'

const { native } = openKernel()

/** Sizes of numbers, some so small that their squares, or they themselves, are not normal. */
const SIZES = [1, 1e-3, 1e6, 1e30, 1e-160, 1e-310, 0]

/** `from` begins the names of the columns; every `gap`-th cell of every third column is missing. */
function numbers(count: number, rows: number, from: string, gap = Infinity): TableColumn[] {
  return Array.from({ length: count }, (_, i) => {
    const size = SIZES[i % SIZES.length]
    const shift = i % 5 === 4 ? 1e9 : 0
    const values = Float64Array.from(keyedNormals(keyOf(5, from, i), rows), (value, row) =>
      i % 3 === 0 && row % gap === gap - 1 ? NaN : row % 97 === 96 ? -0 : value * size + shift,
    )
    return { kind: 'number', name: `${from}${String(i)}`, values }
  })
}

function category(name: string, rows: number): TableColumn {
  const codes = Int32Array.from({ length: rows }, (_, row) => (row % 11) - 1)
  return { kind: 'category', name, levels: Array.from({ length: 10 }, (_, i) => `l${String(i)}`), codes }
}

function tableOf(rows: number, features: readonly TableColumn[]): Table {
  return { rows, features, target: category('y', rows) }
}

const dates: TableColumn = {
  kind: 'number',
  name: 'date',
  values: Float64Array.from({ length: 301 }, (_, row) => row * 9 - 40),
  dateParts: ['days', 'month'],
}
const empty: TableColumn = { kind: 'number', name: 'empty', values: new Float64Array(301).fill(NaN) }

const TABLES: Readonly<Record<string, Table>> = {
  'one row': tableOf(1, numbers(3, 1, 'a')),
  'a few columns': tableOf(65, numbers(7, 65, 'a')),
  'columns between others': tableOf(301, [
    category('first', 301),
    ...numbers(20, 301, 'a', 7),
    category('middle', 301),
    dates,
    ...numbers(33, 301, 'b'),
    empty,
    ...numbers(1, 301, 'c'),
  ]),
  'enough for several threads': tableOf(5000, numbers(99, 5000, 'a', 40)),
}

function specOf(scale: PreprocessingSpec['numeric']['scale'], missingIndicator: boolean): PreprocessingSpec {
  return {
    numeric: { impute: 'mean', fillValue: 0, missingIndicator, scale },
    category: { impute: 'mostFrequent', fillValue: '', encode: 'oneHot' },
    target: 'none',
  }
}

/** Two thirds of all rows, in no order. */
function trainRowsOf({ rows }: Table): Int32Array {
  const all = Int32Array.from({ length: rows }, (_, row) => (row * 7919) % rows)
  return all.subarray(0, Math.ceil((2 * rows) / 3))
}

/** Tells -0 and 0 apart. */
function hasBitsOf(found: Float32Array, expected: Float32Array): boolean {
  return Buffer.from(found.buffer).equals(Buffer.from(expected.buffer))
}

describe.each(Object.entries(TABLES))('the kernel prepares %s to the same bits', (_, table) => {
  const train = trainRowsOf(table)

  test.each(['standard', 'minmax', 'none'] as const)('scaled by %s', (scale) => {
    for (const hasIndicator of [false, true]) {
      const spec = specOf(scale, hasIndicator)
      const fitted = fitPreprocessing(table, spec, train)
      for (const threads of [1, 2, 3]) {
        const work = kernelColumns(native, threads)
        // Their order counts too: what was fitted is hashed as text.
        expect(JSON.stringify(fitPreprocessing(table, spec, train, work))).toBe(JSON.stringify(fitted))
        for (const prepare of [transformInPlace, packInPlace]) {
          const expected = prepare(fitted, table, undefined)
          const old = expected.matrix.slice().fill(7)
          for (const found of [prepare(fitted, table, undefined, work), prepare(fitted, table, old, work)]) {
            expect({ ...found, matrix: hasBitsOf(found.matrix, expected.matrix) }).toEqual({
              ...expected,
              matrix: true,
            })
          }
        }
      }
    }
  })
})

/** The same table, of whose columns one is held at a time. */
function onDemand(table: Table): Table {
  const bytes = encodeTable(table)
  return tableOnDemand(bytes.length, (into, from) => into.set(bytes.subarray(from, from + into.length)), 1)
}

describe('a table that is not in memory', () => {
  const rows = 140_000
  const dated: TableColumn = {
    kind: 'number',
    name: 'date',
    values: Float64Array.from({ length: rows }, (_, row) => (row % 5 === 4 ? NaN : row)),
    dateParts: ['month', 'weekday'],
  }
  const table = tableOf(rows, [category('c', rows), ...numbers(5, rows, 'a', 1000), dated, category('d', rows)])
  const train = trainRowsOf(table)
  const heldOut = trainRowsOf(table).map((row) => rows - 1 - row)

  test.each([undefined, kernelColumns(native, 2)])('is prepared to the same bits', (work) => {
    const spec = specOf('standard', true)
    const fitted = fitPreprocessing(table, spec, train, work)
    expect(fitPreprocessing(onDemand(table), spec, train, work)).toEqual(fitted)
    expect(countCells(fitted, onDemand(table), heldOut)).toEqual(countCells(fitted, table, heldOut))
    for (const prepare of [transformInPlace, packInPlace]) {
      const expected = prepare(fitted, table, undefined, work)
      const found = prepare(fitted, onDemand(table), undefined, work)
      expect({ ...found, matrix: hasBitsOf(found.matrix, expected.matrix) }).toEqual({ ...expected, matrix: true })
    }
  })

  test.each([undefined, kernelColumns(native, 2)])('is refused by the row of the whole table', (work) => {
    const whole = tableOf(rows, numbers(1, rows, 'a'))
    const values = new Float64Array(rows)
    values[rows - 2] = NaN
    const fitted = fitPreprocessing(whole, specOf('standard', false), train)
    const broken = onDemand(tableOf(rows, [{ kind: 'number', name: 'a0', values }]))
    expect(() => transformInPlace(fitted, broken, undefined, work)).toThrow('Column "a0" has no value in row 139999')
  })
})

describe('what cannot be prepared', () => {
  const table = tableOf(301, numbers(9, 301, 'a', 7))
  const work = kernelColumns(native, 2)
  const train = trainRowsOf(table)

  test('is refused with the same words: a missing cell', () => {
    const whole = tableOf(301, numbers(9, 301, 'a'))
    const fitted = fitPreprocessing(whole, specOf('standard', false), train)
    const refusal = 'Column "a0" has no value in row 7'
    expect(() => transformInPlace(fitted, table, undefined)).toThrow(refusal)
    expect(() => transformInPlace(fitted, table, undefined, work)).toThrow(refusal)
  })

  test.each([
    [Infinity, 'standard', 'has 1 infinite cell'],
    [-2e150, 'standard', 'has 1 number beyond ±1e+150'],
    [4e38, 'none', 'has 1 number beyond ±3e+38'],
  ] as const)('is refused with the same words: %d', (cell, scale, refusal) => {
    const features = numbers(9, 301, 'a')
    const last = features[8]
    if (last.kind === 'number') last.values[300] = cell
    const broken = tableOf(301, features)
    for (const some of [undefined, work])
      expect(() => fitPreprocessing(broken, specOf(scale, false), train, some)).toThrow(refusal)
  })
})
