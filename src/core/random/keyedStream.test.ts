import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KeyedStream, keyOf, keysUnder } from './keyedStream.ts'
import { statelessWords } from './statelessUniform.ts'

const names = fc.array(fc.oneof(fc.string(), fc.integer()))

describe('keyOf', () => {
  // Pinned: a change here changes every run ever made.
  it('gives the same keys in every version', () => {
    expect(keyOf(7)).toEqual([327160802, 3205313899])
    expect(keyOf(7, 'weights', 'Hidden', 0)).toEqual([1703248662, 307382888])
  })

  it.each([
    [keyOf(1, 'ab'), keyOf(1, 'a', 'b')],
    [keyOf(1, '1'), keyOf(1, 1)],
    [keyOf(1, 'a', ''), keyOf(1, 'a')],
    [keyOf(1, 2), keyOf(2, 1)],
  ])('tells lists apart that look alike joined', (one, other) => {
    expect(one).not.toEqual(other)
  })

  it('tells any two lists of names apart', () => {
    fc.assert(
      fc.property(names, names, (a, b) => {
        expect(keyOf(7, ...a).join() === keyOf(7, ...b).join()).toBe(JSON.stringify(a) === JSON.stringify(b))
      }),
    )
  })
})

describe('keysUnder', () => {
  it('gives the keys of the whole names', () => {
    fc.assert(
      fc.property(names, fc.array(fc.integer()), (prefix, numbers) => {
        expect(keysUnder(7, ...prefix)(...numbers)).toEqual(keyOf(7, ...prefix, ...numbers))
      }),
    )
  })
})

describe('KeyedStream', () => {
  it('reads the words of its key in order, across chunks', () => {
    const stream = new KeyedStream([3, 4])
    expect(Array.from({ length: 600 }, () => stream.nextUint32())).toEqual([...statelessWords([3, 4], 600)])
  })

  it('draws every integer of an interval about equally often', () => {
    const stream = new KeyedStream(keyOf(1, 'interval'))
    const counts = [0, 0, 0, 0, 0]
    for (let i = 0; i < 5000; i++) counts[stream.interval(4)]++
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150)
  })
})
