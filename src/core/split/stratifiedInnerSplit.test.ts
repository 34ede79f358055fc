import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyOf } from '../random/keyedStream.ts'
import { stratifiedInnerSplit } from './stratifiedInnerSplit.ts'

describe('stratifiedInnerSplit', () => {
  it('parts the training rows, each class in proportion and on both sides', () => {
    const arbitrary = fc.record({
      labels: fc.array(fc.nat({ max: 2 }), { minLength: 10, maxLength: 80 }),
      fraction: fc.double({ min: 0.05, max: 0.6, noNaN: true }),
      seed: fc.nat(),
    })
    fc.assert(
      fc.property(arbitrary, ({ labels, fraction, seed }) => {
        const rows = Int32Array.from(labels.keys()).map((row) => 2 * row)
        const spread = Int32Array.from({ length: 2 * labels.length }, (_, i) => labels[i >> 1])
        const { fit, watch } = stratifiedInnerSplit(rows, spread, fraction, keyOf(seed, 'watch'))
        expect([...fit, ...watch].sort((a, b) => a - b)).toEqual([...rows])
        for (const label of [0, 1, 2]) {
          const count = labels.filter((other) => other === label).length
          const watched = watch.filter((row) => spread[row] === label).length
          if (count >= 2) expect(watched).toBeGreaterThan(0)
          expect(watched).toBeLessThan(Math.max(count, 1))
          if (count >= 2) expect(Math.abs(watched - fraction * count)).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  it('parts by rows alone without labels, the same rows for the same key', () => {
    const rows = Int32Array.from({ length: 50 }, (_, i) => i)
    const split = stratifiedInnerSplit(rows, undefined, 0.2, [1, 2])
    expect(split.watch.length).toBe(10)
    expect(stratifiedInnerSplit(rows, undefined, 0.2, [1, 2])).toEqual(split)
    expect(stratifiedInnerSplit(rows, undefined, 0.2, [1, 3])).not.toEqual(split)
  })

  it('refuses where nothing could be watched', () => {
    const act = () => stratifiedInnerSplit(Int32Array.of(3, 4), Int32Array.of(0, 0, 0, 0, 1), 0.1, [1, 2])
    expect(act).toThrow('too few training rows for early stopping')
    expect(() => stratifiedInnerSplit(Int32Array.of(1, 2), undefined, 1, [1, 2])).toThrow('above 0 and below 1')
  })
})
