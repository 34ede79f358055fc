import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { metricOrPlain } from '../../../../core/metrics/primaryMetric.ts'
import { decimate } from './decimate.ts'
import { dotStrip } from './dotStrip.ts'
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

  it('ends where the ends differ by rounding alone', () => {
    for (const low of [0.1, 1e6, 1e-300, 0]) {
      const high = low + Math.max(low * Number.EPSILON, Number.MIN_VALUE)
      expect(high).toBeGreaterThan(low)
      expect(niceTicks(low, high, 5).length).toBeLessThan(8)
      expect(niceRange([low, high], 5)[1]).toBeGreaterThan(niceRange([low, high], 5)[0])
    }
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
    expect(decimate([[0, 1], [1, NaN], [2, 3]], 400)).toEqual([[0, 1], [2, 3]]) // oxfmt-ignore
  })
})

describe('meanCurve', () => {
  it('averages the folds that came so far', () => {
    expect(meanCurve([[1, 2, 3], [3, 4]])).toEqual([2, 3, 3]) // oxfmt-ignore
  })
})

describe('dotStrip', () => {
  function marksOf(folds: readonly (number | null)[]): { x: number; y: number }[] {
    const metric = { mean: 0.5, std: 0.1, sampleStd: 0.1, interval: null, folds }
    const svg = String(dotStrip([{ name: 'A', metric }], metricOrPlain('accuracy'), 'Accuracy'))
    return [...svg.matchAll(/<path[^>]*translate\(([\d.]+) ([\d.]+)\)/g)].map(([, x, y]) => ({ x: +x, y: +y }))
  }

  it('raises a mark that would lie on another, and none that has room', () => {
    const [apart, first, second, third] = marksOf([0.9, 0.5, 0.9, null, 0.9])
    expect(first).toMatchObject({ y: apart.y })
    expect(second).toEqual({ x: first.x, y: expect.closeTo(first.y - 7, 1) as number })
    expect(third).toEqual({ x: first.x, y: expect.closeTo(first.y - 14, 1) as number })
  })

  it('keeps any number of equal scores within their row', () => {
    const folds = Array.from({ length: 5000 }, (_, row) => row % 2)
    const marks = marksOf(folds)
    expect(new Set(marks.map(({ x }) => x)).size).toBe(2)
    expect(Math.min(...marks.map(({ y }) => y))).toBeGreaterThan(6)
    expect(marks.length).toBeLessThan(600)
    expect(marksOf(folds.slice(0, 24))).toHaveLength(24)
  })
})
