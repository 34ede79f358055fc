import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { duplicatesOf } from './duplicatesOf.ts'
import type { TableColumn } from '../../dataset/table.ts'

describe('duplicatesOf', () => {
  it('finds what comparing each row with all before it finds', () => {
    const cell = fc.constantFrom(0, -0, 1, 2, -1, 0.5, NaN, 1e300)
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, fc.integer({ min: -1, max: 2 })), { maxLength: 60 }), (cells) => {
        const columns: TableColumn[] = [
          { kind: 'number', name: 'x', values: Float64Array.from(cells, ([x]) => x) },
          { kind: 'number', name: 'y', values: Float64Array.from(cells, ([, y]) => y) },
          { kind: 'category', name: 'c', levels: ['a', 'b', 'c'], codes: Int32Array.from(cells, ([, , c]) => c) },
        ]
        const keys = cells.map((row) => row.map((value) => String(value + 0)).join())
        const expected = keys.flatMap((key, row) => (keys.indexOf(key) < row ? [[row, keys.indexOf(key)]] : []))
        const { rows, first } = duplicatesOf(columns, cells.length)
        expect(rows.map((row) => [row, first.get(row)])).toEqual(expected)
      }),
    )
  })

  it('tells rows apart that share no more than a hash', () => {
    const rows = 800_000
    // Of so many different rows some forty share 32 bits by chance.
    const values = Float64Array.from({ length: rows }, (_, row) => Math.sin(row))
    const shared = (3 * rows) / 4
    values.copyWithin(shared, 0, rows - shared)
    const { rows: found, first } = duplicatesOf([{ kind: 'number', name: 'x', values }], rows)
    expect(found).toEqual(Array.from({ length: rows - shared }, (_, i) => shared + i))
    expect(found.every((row) => first.get(row) === row - shared)).toBe(true)
  })
})
