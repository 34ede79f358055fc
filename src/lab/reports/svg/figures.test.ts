import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimate } from './decimate.ts'
import { niceRange, niceTicks, tickLabel } from './niceTicks.ts'
import { meanCurve } from './foldCurves.ts'

const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true })

describe('niceTicks', () => {
  it('steps in round numbers', () => {
    expect(niceTicks(0, 100, 4)).toEqual([0, 50, 100])
    expect(niceTicks(40, 100, 4)).toEqual([40, 60, 80, 100])
    expect(niceTicks(0, 1, 5)).toHaveLength(6)
  })

  it('stays within its range, and few', () => {
    fc.assert(
      fc.property(finite, finite, fc.integer({ min: 1, max: 12 }), (a, b, wanted) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)]
        fc.pre(high - low > 1e-6)
        const ticks = niceTicks(low, high, wanted)
        const slack = (high - low) * 1e-6
        expect(ticks.every((tick) => tick >= low - slack && tick <= high + slack)).toBe(true)
        expect(ticks.length).toBeLessThanOrEqual(wanted + 2)
      }),
    )
  })

  it('labels with as many decimals as the step has', () => {
    expect(tickLabel(0.30000000000000004, [0.1, 0.2])).toBe('0.3')
    expect(tickLabel(-5, [-5, 0])).toBe('−5')
    expect(tickLabel(-0, [-1, 0])).toBe('0')
  })
})

describe('niceRange', () => {
  it('holds every value', () => {
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1 }), (values) => {
        const [low, high] = niceRange(values, 5)
        const slack = Math.max(1, Math.abs(high)) * 1e-9
        expect(values.every((value) => value >= low - slack && value <= high + slack)).toBe(true)
        expect(high).toBeGreaterThan(low)
      }),
    )
  })

  it('is something for nothing', () => {
    expect(niceRange([NaN], 4)).toEqual([0, 1])
  })
})

describe('decimate', () => {
  const points = Array.from({ length: 5000 }, (_, x) => [x, x === 1234 ? 99 : Math.sin(x / 50)] as const)

  it('keeps to the limit, and keeps ends and spikes', () => {
    const kept = decimate(points, 400)
    expect(kept.length).toBeLessThanOrEqual(400)
    expect(kept[0]).toEqual(points[0])
    expect(kept.at(-1)).toEqual(points.at(-1))
    expect(kept).toContainEqual([1234, 99])
    expect(kept.every(([x], index) => index === 0 || x >= kept[index - 1][0])).toBe(true)
  })

  it('leaves short curves as they are, but for gaps', () => {
    expect(decimate([[0, 1], [1, NaN], [2, 3]], 400)).toEqual([[0, 1], [2, 3]]) // prettier-ignore
  })
})

describe('meanCurve', () => {
  it('averages the folds that came so far', () => {
    expect(meanCurve([[1, 2, 3], [3, 4]])).toEqual([2, 3, 3]) // prettier-ignore
  })
})
