import { describe, expect, it } from 'vitest'
import { Mt19937 } from './mt19937.ts'

// Printed by numpy 2.4.6: RandomState(seed).random_sample(3), then .permutation(10) of the same state.
const KNOWN = [
  {
    seed: 0,
    doubles: [0.5488135039273248, 0.7151893663724195, 0.6027633760716439],
    order: [8, 6, 4, 0, 2, 5, 9, 1, 7, 3],
  },
  {
    seed: 7,
    doubles: [0.07630828937395717, 0.7799187922401146, 0.4384092314408935],
    order: [8, 5, 3, 2, 6, 0, 1, 4, 9, 7],
  },
  {
    seed: 2 ** 32 - 1,
    doubles: [0.0976320289940138, 0.9123828453026218, 0.78903530185164],
    order: [8, 1, 5, 4, 9, 2, 3, 7, 0, 6],
  },
  {
    seed: [1, 2, 3],
    doubles: [0.6098612722867289, 0.8866970434146851, 0.47633673750662764],
    order: [6, 2, 0, 1, 9, 8, 7, 4, 3, 5],
  },
]

describe('Mt19937', () => {
  it.each(KNOWN)('draws what RandomState($seed) draws', ({ seed, doubles, order }) => {
    const random = new Mt19937(seed)
    expect(doubles.map(() => random.nextDouble())).toEqual(doubles)
    expect([...random.permutation(10)]).toEqual(order)
  })

  it('shuffles across more than one refill of the state as numpy does', () => {
    expect([...new Mt19937(7).permutation(1000).subarray(0, 5)]).toEqual([778, 334, 271, 802, 216])
    expect([...new Mt19937([1, 2, 3]).permutation(1000).subarray(0, 5)]).toEqual([276, 833, 46, 102, 4])
  })

  it('gives the words of the reference program for its default seed', () => {
    const random = new Mt19937(5489)
    expect([1, 2, 3].map(() => random.nextUint32())).toEqual([3499211612, 581869302, 3890346734])
  })

  it('keeps intervals within their bounds, at the largest too', () => {
    const random = new Mt19937(1)
    for (let i = 0; i < 1000; i++) expect(random.interval(4)).toBeLessThanOrEqual(4)
    expect(random.interval(0)).toBe(0)
    expect(random.interval(0xffffffff)).toBeGreaterThanOrEqual(0)
  })
})
