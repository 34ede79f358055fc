import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { profileNumbers } from './profileNumbers.ts'
import { sortByValue } from './sortByValue.ts'

const anyDouble = fc.double()
const fewValues = fc.constantFrom(-2, -1, -0, 0, 1, 2, NaN, -Infinity, 5e-324, -5e-324)

describe('sortByValue', () => {
  it.each([
    ['any floats', anyDouble],
    ['few values, many times', fewValues],
    ['whole numbers', fc.integer().map(Number)],
  ])('agrees with a stable sort by comparison: %s', (_, value) => {
    fc.assert(
      fc.property(fc.float64Array({ maxLength: 0 }), fc.array(value, { maxLength: 300 }), (_none, values) => {
        const column = Float64Array.from(values)
        const expected = [...column.keys()].filter((row) => !Number.isNaN(column[row]))
        expected.sort((a, b) => (column[a] < column[b] ? -1 : column[a] > column[b] ? 1 : 0))
        const sorted = sortByValue(column)
        expect([...sorted.rows]).toEqual(expected)
        expect([...sorted.values]).toEqual(expected.map((row) => column[row] + 0))
      }),
    )
  })
})

describe('profileNumbers', () => {
  it('agrees with figures worked out independently', () => {
    const profile = profileNumbers(Float64Array.of(3, NaN, 1, 4, 1, 5, 9, 2, 6))
    expect(profile).toMatchObject({ count: 8, distinct: 7, min: 1, max: 9, median: 3.5, q1: 1.75, q3: 5.25 })
    expect(profile.mean).toBeCloseTo(3.875, 14)
    expect(profile.std).toBeCloseTo(2.748376143938713, 12)
    expect(profile.skew).toBeCloseTo(0.8335031385336658, 12)
    expect(profile.histogram).toEqual({ min: 1, max: 9, counts: [3, 1, 1, 1, 1, 0, 1] })
    expect(profile.isInteger).toBe(true)
  })

  it('keeps its digits beside a large mean', () => {
    const offset = 1e9
    const plain = profileNumbers(Float64Array.of(1, 2, 4, 8))
    const moved = profileNumbers(Float64Array.of(1, 2, 4, 8).map((value) => value + offset))
    expect(moved.std).toBeCloseTo(plain.std ?? NaN, 6)
    expect(moved.skew).toBeCloseTo(plain.skew ?? NaN, 6)
  })

  it('has no figure where there is none', () => {
    expect(profileNumbers(Float64Array.of(NaN))).toMatchObject({ count: 0, min: null, histogram: null })
    expect(profileNumbers(Float64Array.of(7))).toMatchObject({ mean: 7, std: null, skew: null, q1: 7 })
    expect(profileNumbers(Float64Array.of(7, 7, 7))).toMatchObject({ std: 0, skew: null })
    const huge = profileNumbers(Float64Array.of(-1.7e308, 1.7e308, 1.7e308))
    expect(huge).toMatchObject({ count: 3, median: 1.7e308, std: null, histogram: null })
  })
})
