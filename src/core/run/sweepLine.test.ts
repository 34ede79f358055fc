import { expect, it } from 'vitest'
import type { SweepPoint } from './sweepGrid.ts'
import { sweepAxes } from './sweepGrid.ts'
import { sweepLine } from './sweepLine.ts'

const point = (rate: number, value: number | null): SweepPoint => ({
  id: String(rate),
  name: 'Hidden',
  hyperparameters: { rate },
  value,
  interval: value === null ? null : { low: value - 0.1, high: value + 0.1 },
  failed: 0,
})
const WORDS = { x: 'Rate', y: 'Accuracy, %', value: String, unit: 100 }
function lineOf(points: readonly SweepPoint[]) {
  const [axis] = sweepAxes(points)
  return sweepLine(points, axis, WORDS)
}

it('draws one swept setting as a line with error bars, in the order of its values', () => {
  const { series, y } = lineOf([point(0.4, 0.8), point(0, 0.7), point(0.2, null), point(0.1, 0.75)])
  expect(series[0]).toMatchObject({ kind: 'line', x: [0, 0.1, 0.4], y: [70, 75, 80] })
  const [low] = series[1].low ?? []
  expect(low).toBeCloseTo(60, 9)
  expect(y.low).toBeCloseTo(60, 9)
  expect(y.high).toBeCloseTo(90, 9)
})

it('gives values in decades equal gaps, each with its name', () => {
  const { x, series } = lineOf([point(0.001, 0.7), point(0.01, 0.8), point(1, 0.6)])
  expect(x).toMatchObject({ labels: ['0.001', '0.01', '1'], low: -0.5, high: 2.5 })
  expect(series[0].x).toEqual([0, 1, 2])
})
