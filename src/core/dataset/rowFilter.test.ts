import { describe, expect, it } from 'vitest'
import { daysAsIso, isoDays } from './isoDays.ts'
import { pickRows } from './pickRows.ts'
import { conditionWords, meets } from './rowFilter.ts'
import type { RowCondition } from './rowFilter.ts'
import { decodeTable, encodeTable } from './tableFile.ts'
import type { Table } from './table.ts'

const numbers = { kind: 'number', name: 'n', values: Float64Array.from([1, 2, 3, NaN]) } as const
const words = { kind: 'category', name: 'w', levels: ['a', 'b'], codes: Int32Array.from([0, 1, 0, -1]) } as const
// Days since 1970 of the first of January 2023, 2024, 2025.
const dates = { kind: 'number', name: 'd', values: Float64Array.from([19358, 19723, 20089, NaN]) } as const
const kept = (met: readonly boolean[]) => met.flatMap((isMet, row) => (isMet ? [row] : []))
const on = (condition: Omit<RowCondition, 'column'>) => ({ column: 'x', ...condition })

it('counts days as every calendar does', () => {
  for (const text of ['1970-01-01', '2024-02-29', '2023-01-01', '1900-03-01', '1600-02-29', '2024-12-31T18:30:15'])
    expect(isoDays(text)).toBeCloseTo(Date.parse(`${text}${text.includes('T') ? 'Z' : ''}`) / 86_400_000, 9)
  for (const text of ['2023-02-29', '2024-13-01', '1.1.2024', '2024-01-01T25:00', '']) expect(isoDays(text)).toBeNaN()
})

it('days are written as the dates that they are read from', () => {
  for (const text of ['1970-01-01', '1969-12-31', '2024-02-29', '2024-12-31 18:30:00', '0099-03-01 00:00:00.250'])
    expect(daysAsIso(isoDays(text))).toBe(text)
  for (let days = -719_162; days < 2_932_000; days += 997.25)
    expect(daysAsIso(days)).toBe(
      new Date(days * 86_400_000)
        .toISOString()
        .replace(/T/, ' ')
        .replace(/( 00:00:00)?\.000Z/, ''),
    )
  for (const days of [1e9, -719_163, NaN]) expect(daysAsIso(days)).toBe(String(days))
})

describe('a condition that rows must meet', () => {
  it.each([
    [{ is: 2 }, [1]],
    [{ is: [1, 3] }, [0, 2]],
    [{ isNot: 2 }, [0, 2, 3]],
    [{ atLeast: 2 }, [1, 2]],
    [{ above: 2, below: 9 }, [2]],
    [{ atMost: 2, isNot: 1 }, [1]],
    [{ isMissing: true }, [3]],
    [{ isMissing: false }, [0, 1, 2]],
  ])('of numbers: %j', (condition, rows) => {
    expect(kept(meets(on(condition), numbers, false))).toEqual(rows)
  })

  it.each([
    [{ is: 'a' }, [0, 2]],
    [{ isNot: ['a'] }, [1, 3]],
    [{ isMissing: true }, [3]],
    [{ isMissing: false, isNot: 'b' }, [0, 2]],
  ])('of words: %j', (condition, rows) => {
    expect(kept(meets(on(condition), words, false))).toEqual(rows)
  })

  it('of dates compares days', () => {
    expect(kept(meets(on({ atLeast: '2024-01-01' }), dates, true))).toEqual([1, 2])
    expect(kept(meets(on({ below: '2024-01-01T00:00' }), dates, true))).toEqual([0])
  })

  it.each([
    [{ atLeast: 'many' }, numbers, false, /expected a number to compare the column "x" with, received "many"/],
    [{ atLeast: 'soon' }, dates, true, /expected a date such as 2024-12-31/],
    [{ above: 3 }, words, false, /above compares numbers and dates, and the column "x" holds words/],
  ])('refuses %j', (condition, column, isDate, message) => {
    expect(() => meets(on(condition), column, isDate)).toThrow(message)
  })

  it('is described in words', () => {
    const conditions = [
      { column: 'year', atLeast: 2015 },
      { column: 'country', is: ['DE', 'FR'] },
      { column: 'y', isMissing: false },
    ]
    expect(conditionWords(conditions)).toBe('year at least 2015, country is DE or FR, y is not missing')
  })
})

it('keeps rows with all that belongs to them, and what they were, in the file of the table too', () => {
  const table: Table = {
    rows: 4,
    features: [numbers, words],
    target: { kind: 'number', name: 'y', values: Float64Array.from([10, 20, 30, 40]) },
    groups: Int32Array.from([0, 0, 1, 1]),
    weights: Float64Array.from([1, 2, 3, 4]),
    ids: [words],
  }
  const picked = decodeTable(encodeTable(pickRows(table, Int32Array.from([1, 3]))))
  expect(picked).toMatchObject({ rows: 2, groups: Int32Array.from([0, 1]), weights: Float64Array.from([2, 4]) })
  expect(picked.source).toEqual(Int32Array.from([1, 3]))
  expect(picked.features[1]).toMatchObject({ levels: ['b'], codes: Int32Array.from([0, -1]) })
  expect(picked.ids?.[0]).toMatchObject({ levels: ['b'], codes: Int32Array.from([0, -1]) })
  expect(pickRows(picked, Int32Array.from([1])).source).toEqual(Int32Array.from([3]))
})
