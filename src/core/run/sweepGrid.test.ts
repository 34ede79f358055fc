import { describe, expect, it } from 'vitest'
import { bestPoint, heatRange, sweepAxes, sweepGrid } from './sweepGrid.ts'
import type { SweepPoint } from './sweepGrid.ts'

const point = (rate: number, learningRate: number, value: number | null, extra = {}): SweepPoint => ({
  id: `${String(rate)}/${String(learningRate)}`,
  name: 'Hidden',
  hyperparameters: { rate, learningRate, momentum: 0.9, ...extra },
  value,
  failed: value === null ? 10 : 0,
})
const POINTS = [
  point(0.1, 0.1, 0.83),
  point(0.2, 0.1, 0.86),
  point(0.1, 0.01, 0.8),
  point(0.2, 0.01, null),
  point(0.3, 0.1, 0.7),
]

describe('sweepGrid', () => {
  it('has an axis for each hyperparameter that varies, longest first, numbers in order', () => {
    expect(sweepAxes(POINTS)).toEqual([
      { name: 'rate', values: [0.1, 0.2, 0.3] },
      { name: 'learningRate', values: [0.01, 0.1] },
    ])
  })

  it('puts each candidate at its place and leaves out places nobody was at', () => {
    const [x, y] = sweepAxes(POINTS)
    const cells = sweepGrid(POINTS, x, y, true)
    expect(cells).toHaveLength(5)
    expect(cells.find((cell) => cell.x === 1 && cell.y === 1)?.point.value).toBe(0.86)
    expect(cells.some((cell) => cell.x === 2 && cell.y === 0)).toBe(false)
  })

  it('shows the best where several meet', () => {
    const [x] = sweepAxes(POINTS)
    expect(sweepGrid(POINTS, x, undefined, true)[0]).toMatchObject({ count: 2, point: { value: 0.83 } })
    expect(sweepGrid(POINTS, x, undefined, false)[0]).toMatchObject({ count: 2, point: { value: 0.8 } })
  })

  it('finds the best, whatever better means, and none where nothing is scored', () => {
    expect(bestPoint(POINTS, true)?.value).toBe(0.86)
    expect(bestPoint(POINTS, false)?.value).toBe(0.7)
    expect(bestPoint([point(1, 1, null)], true)).toBeUndefined()
  })
})

describe('heatRange', () => {
  const withReach = (value: number, reach: number) => ({
    ...point(0.1, 0.1, value),
    interval: { low: value - reach, high: value + reach },
  })

  it('spans the scores where they differ by more than noise', () => {
    expect(heatRange([withReach(0.6, 0.05), withReach(0.9, 0.05)], true)).toEqual({ low: 0.6, high: 0.9 })
  })

  it('spans no less than the reach of an interval: noise does not take all colours', () => {
    const points = [withReach(0.85, 0.1), withReach(0.86, 0.1), withReach(0.87, 0.1)]
    const best = heatRange(points, true)
    expect(best.high).toBe(0.87)
    expect(best.low).toBeCloseTo(0.77, 9)
    const least = heatRange(points, false)
    expect(least.low).toBe(0.85)
    expect(least.high).toBeCloseTo(0.95, 9)
  })
})
