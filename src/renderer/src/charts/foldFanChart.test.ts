import { expect, test } from 'vitest'
import type { FoldFan } from '../../../core/run/foldFan.ts'
import { readChartTheme } from './chartTheme.ts'
import { foldFanChart } from './foldFanChart.ts'

const theme = readChartTheme((name) => (name.startsWith('--data') || name.startsWith('--text') ? '#123456' : '1'))
const words = {
  epoch: 'epoch',
  heldOut: 'held-out',
  train: 'train',
  fold: (fit: number) => `fold ${String(fit + 1)}`,
  std: 'SD',
  format: (value: number) => value.toFixed(1),
  tick: String,
  epochLabel: (epoch: number) => `epoch ${String(epoch)}`,
}
const fan = (...curves: number[][]): FoldFan => ({
  curves,
  fits: curves.map((_, index) => index),
  mean: curves[0] ?? [],
  std: (curves[0] ?? []).map(() => 0.1),
})
const settings = {
  heldOut: fan([0.5, 0.6], [0.7, 0.6]),
  train: fan([0.8, 0.9], [0.8, 0.9]),
  flagged: [],
  epochs: 300,
  stride: 1,
  isRunning: true,
  unit: 100,
  floor: 40,
  ceiling: 100,
}

type Options = {
  scales: Record<'x' | 'y', { min: number; max: number }>
  plugins: { marks: { list: { kind: string; width?: number; y?: number; down?: number }[] } }
}

test('the axis runs to the last epoch from the start, shares in percent', () => {
  const { config } = foldFanChart(settings, theme, words)
  const { scales } = config.options as unknown as Options
  expect(scales.x).toMatchObject({ min: 0, max: 300 })
  expect(scales.y).toMatchObject({ min: 40, max: 100 })
  expect(config.data.datasets[0].data).toEqual([
    { x: 1, y: 50 },
    { x: 2, y: 60 },
  ])
})

test('two means, two bands, a line per fold and side', () => {
  const { config } = foldFanChart(settings, theme, words)
  const { list } = (config.options as unknown as Options).plugins.marks
  expect(config.data.datasets).toHaveLength(2)
  expect(list.filter(({ kind }) => kind === 'curve')).toHaveLength(2 + 2)
  expect(list.filter(({ kind }) => kind === 'band')).toHaveLength(2)
})

test('a flagged fold is marked at its epoch and drawn in front', () => {
  const flagged = [{ fit: 1, at: 1, text: 'fold 2 collapsed' }]
  const { config } = foldFanChart({ ...settings, flagged }, theme, words)
  const { list } = (config.options as unknown as Options).plugins.marks
  expect(list).toContainEqual(expect.objectContaining({ kind: 'cross', x: 2, y: 60 }))
  expect(list).toContainEqual(expect.objectContaining({ kind: 'text', x: 2, y: 60, text: 'fold 2 collapsed' }))
  expect(list.findLast(({ kind }) => kind === 'curve')).toMatchObject({ width: 1.75, points: [{ y: 70 }, { y: 60 }] })
})

test('names of lines that end close to each other keep apart, also where the chart is low', () => {
  const HEIGHT = 90
  for (const train of [0.6, 0.62, 0.66, 0.7, 0.9]) {
    const { config } = foldFanChart({ ...settings, train: fan([0.8, train]) }, theme, words)
    const { scales, plugins } = config.options as unknown as Options
    const { min, max } = scales.y
    const heights = plugins.marks.list.flatMap(({ kind, y = 0, down = 0 }) =>
      kind === 'text' ? [((max - y) / (max - min)) * HEIGHT + down] : [],
    )
    expect(Math.abs(heights[0] - heights[1])).toBeGreaterThan(13.9)
  }
})

test('the table carries every number of the picture', () => {
  const { table } = foldFanChart({ ...settings, stride: 5 }, theme, words)
  expect(table.columns).toEqual(['epoch', 'held-out', 'held-out SD', 'train', 'train SD', 'fold 1', 'fold 2'])
  expect(table.rows[1]).toEqual([6, 60, 10, 90, 10, 60, 60])
})

test('losses begin at 0 and end at a round number', () => {
  const loss = { ...settings, unit: 1, floor: 0, ceiling: undefined, heldOut: fan([2.1, 1.2]), train: fan([0.7, 0.1]) }
  const { scales } = foldFanChart(loss, theme, words).config.options as unknown as Options
  expect(scales.y).toMatchObject({ min: 0, max: 3 })
})

test('nothing heard yet', () => {
  const nothing = { ...settings, heldOut: fan(), train: fan() }
  expect(foldFanChart(nothing, theme, words).table.rows).toEqual([])
})
