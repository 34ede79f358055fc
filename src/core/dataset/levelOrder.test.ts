import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byCodePoint, inLevelOrder, placeOfLevel } from './levelOrder.ts'

describe('inLevelOrder', () => {
  it('puts numbers by value and all else by code point', () => {
    expect(inLevelOrder(['10', '9', '2', '100', '1'])).toEqual(['1', '2', '9', '10', '100'])
    expect(inLevelOrder(['-1', '-10', '0.5', '1e-3', '.25', '+3'])).toEqual(['-10', '-1', '1e-3', '.25', '0.5', '+3'])
    expect(inLevelOrder(['10', '9', 'none'])).toEqual(['10', '9', 'none'])
    expect(inLevelOrder(['b', '😀', '｡', 'B', ''])).toEqual(['', 'B', 'b', '｡', '😀'])
  })

  it('puts numbers as text where an older reading is to stay as it is', () => {
    expect(inLevelOrder(['10', '9', '2'], 'text')).toEqual(['10', '2', '9'])
  })

  it('tells whole numbers apart beyond what a float holds, and equal ones by their text', () => {
    expect(inLevelOrder(['9007199254740993', '9007199254740992', '-9007199254740993'])).toEqual([
      '-9007199254740993',
      '9007199254740992',
      '9007199254740993',
    ])
    expect(inLevelOrder(['1.0', '01', '1'])).toEqual(['01', '1', '1.0'])
  })

  it('depends on the levels alone, not on their first order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.oneof(fc.integer().map(String), fc.double().map(String))), (levels) => {
        expect(inLevelOrder(levels.toReversed())).toEqual(inLevelOrder(levels))
      }),
    )
  })
})

describe('placeOfLevel', () => {
  it('finds the place among numbers by value, among text by code point', () => {
    expect(placeOfLevel('10', ['2', '9', '11'])).toBe(2)
    expect(placeOfLevel('none', ['2', '9'])).toBe(2)
    expect(placeOfLevel('missing', ['a', 'z'])).toBe(1)
    expect(placeOfLevel('15', ['1', '10', '2'])).toBe(2)
  })

  it('agrees with the order of all', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: -30, max: 300 }).map(String), { minLength: 1 }),
        ([one, ...rest]) => {
          const levels = inLevelOrder(rest)
          expect(levels.toSpliced(placeOfLevel(one, levels), 0, one)).toEqual(inLevelOrder([one, ...rest]))
        },
      ),
    )
  })

  it('compares text by code point', () => {
    expect(['b', 'ab', 'a', ''].sort(byCodePoint)).toEqual(['', 'a', 'ab', 'b'])
  })
})
