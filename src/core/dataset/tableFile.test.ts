import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Table, TableColumn } from './table.ts'
import { decodeTable, encodeTable } from './tableFile.ts'
import { isHeld, partsOfTable, tableOnDemand, valuesAt } from './tableOnDemand.ts'

const small: Table = {
  rows: 3,
  features: [
    { kind: 'number', name: '__proto__', values: Float64Array.of(1.5, NaN, -0) },
    { kind: 'category', name: 'größe 😀', levels: ['a', '<img>'], codes: Int32Array.of(1, -1, 0) },
  ],
  target: { kind: 'category', name: 'label', levels: ['a', 'b'], codes: Int32Array.of(0, 1, 0) },
  groups: Int32Array.of(0, 0, 1),
  weights: Float64Array.of(1, 2, 0.5),
}

describe('tableFile', () => {
  it('gives a table back bit for bit', () => {
    expect(decodeTable(encodeTable(small))).toEqual(small)
    expect(Object.is(decodeTable(encodeTable(small)).features[0]?.kind, 'number')).toBe(true)
  })

  it('reads from bytes at any offset', () => {
    const bytes = encodeTable(small)
    for (let shift = 0; shift < 9; shift++) {
      const shifted = new Uint8Array(bytes.length + shift)
      shifted.set(bytes, shift)
      expect(decodeTable(shifted.subarray(shift))).toEqual(small)
    }
  })

  it('round-trips any table', () => {
    fc.assert(
      fc.property(tables(), (table) => {
        expect(decodeTable(encodeTable(table))).toEqual(table)
      }),
      { numRuns: 100 },
    )
  })

  it('refuses a file cut anywhere', () => {
    const bytes = encodeTable(small)
    for (const length of [0, 7, 12, 16, 40, bytes.length - 1]) {
      expect(() => decodeTable(bytes.slice(0, length))).toThrow(/no complete table file/)
    }
  })

  it('reads a column when it is first looked at, and once', () => {
    const { table, reads } = onDemand(encodeTable(small))
    expect(reads).toHaveLength(4)
    expect(table.features.map(({ name, kind }) => [name, kind])).toEqual(
      small.features.map((one) => [one.name, one.kind]),
    )
    expect(valuesAt(table.features[0], [2, 0])).toEqual([-0, 1.5])
    expect(valuesAt(table.features[1], [1])).toEqual([-1])
    expect(valuesAt(table.features[1], [])).toEqual([])
    expect(reads.slice(4)).toEqual([24, 4])
    expect(table).toEqual(small)
    expect(table).toEqual(small)
    expect(valuesAt(table.features[0], [1])).toEqual([NaN])
    expect(reads.slice(6).toSorted((a, b) => a - b)).toEqual([12, 12, 24])
  })

  it('holds no more bytes of columns than it may, but always the last one', () => {
    const { table, reads } = onDemand(encodeTable(small), 24)
    const [numbers, codes] = table.features
    expect(codes).toEqual(small.features[1])
    expect([isHeld(numbers), isHeld(codes)]).toEqual([false, true])
    expect(numbers).toEqual(small.features[0])
    expect([isHeld(numbers), isHeld(codes)]).toEqual([true, false])
    expect(valuesAt(numbers, [2])).toEqual([-0])
    const before = reads.length
    expect([valuesAt(codes, [2]), reads.slice(before)]).toEqual([[0], [4]])
    expect(table).toEqual(small)
  })

  it('gives rows part by part only where columns are not held', () => {
    const rows = 150_000
    const long: Table = {
      rows,
      features: [
        { kind: 'number', name: 'x', values: Float64Array.from({ length: rows }, Math.sin), dateParts: ['month'] },
        { kind: 'category', name: 'c', levels: ['a', 'b'], codes: new Int32Array(rows).fill(1, 9), isOrdered: true },
      ],
      target: { kind: 'number', name: 'y', values: new Float64Array(rows) },
    }
    expect([...partsOfTable(long)]).toEqual([{ from: 0, rows, features: long.features }])
    const { table, reads } = onDemand(encodeTable(long), 1)
    const before = reads.length
    const counts: number[] = []
    for (const part of partsOfTable(table)) {
      const [from, to] = [part.from, part.from + part.rows]
      counts.push(part.rows)
      expect(part.features).toEqual(
        long.features.map((one) =>
          one.kind === 'number'
            ? { ...one, values: one.values.subarray(from, to) }
            : { ...one, codes: one.codes.subarray(from, to) },
        ),
      )
    }
    expect(counts).toEqual([65_536, 65_536, 18_928])
    expect(Math.max(...reads.slice(before))).toBe(65_536 * 8)
    expect(table.features.some(isHeld)).toBe(false)
  })

  it('refuses a file cut anywhere, where columns are read later', () => {
    const bytes = encodeTable(small)
    for (const length of [0, 7, 12, 16, 40, bytes.length - 1]) {
      expect(() => onDemand(bytes.slice(0, length))).toThrow(/no complete table file/)
    }
  })

  it('refuses what is no table file', () => {
    expect(() => decodeTable(new TextEncoder().encode('a,b\n1,2\n'.repeat(9)))).toThrow(/HOLDOUT1/)
  })
})

/** Notes how many bytes are read at a time. */
function onDemand(bytes: Uint8Array, mostHeld?: number): { readonly table: Table; readonly reads: readonly number[] } {
  const reads: number[] = []
  const read = (into: Uint8Array, from: number) => {
    reads.push(into.length)
    into.set(bytes.subarray(from, from + into.length))
  }
  const table = tableOnDemand(bytes.length, read, mostHeld)
  return { table, reads }
}

function tables(): fc.Arbitrary<Table> {
  return fc.integer({ min: 0, max: 9 }).chain((rows) =>
    fc.record({
      rows: fc.constant(rows),
      features: fc.array(columns(rows), { maxLength: 4 }),
      target: columns(rows),
    }),
  )
}

function columns(rows: number): fc.Arbitrary<TableColumn> {
  const size = { minLength: rows, maxLength: rows }
  return fc.oneof(
    fc.record({
      kind: fc.constant('number' as const),
      name: fc.string(),
      values: fc.array(fc.double(), size).map((values) => Float64Array.from(values)),
    }),
    fc.record({
      kind: fc.constant('category' as const),
      name: fc.string(),
      levels: fc.array(fc.string(), { minLength: 1, maxLength: 3 }),
      codes: fc.array(fc.integer({ min: -1, max: 2 }), size).map((codes) => Int32Array.from(codes)),
    }),
  )
}
