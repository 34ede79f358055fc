import { expect, it } from 'vitest'
import { overlaidCurves } from './overlaidCurves.ts'
import { readChartTheme } from './chartTheme.ts'
import { spansDecades } from './spansDecades.ts'

const THEME = readChartTheme((name) =>
  name === '--data-band' ? '0.2' : `#${name.length.toString(16).padStart(6, '0')}`,
)

function axisOf(mean: readonly number[], max?: number) {
  const curve = { name: 'A', slot: 0, epochs: mean.map((_, at) => at + 1), mean, std: mean.map((value) => value) }
  const words = { epoch: '', mean: '', std: '', unit: 1, format: String, ...(max !== undefined && { max }) }
  const { config } = overlaidCurves([curve], THEME, words)
  return { type: config.options?.scales?.['y']?.type, lower: config.data.datasets[2]?.data as { y: number }[] }
}

it('needs positive values over two decades', () => {
  expect(spansDecades([0.7, 0.1, 0.006])).toBe(true)
  expect(spansDecades([0.7, 0.1, 0.02])).toBe(false)
  expect(spansDecades([1, 0])).toBe(false)
  expect(spansDecades([])).toBe(false)
})

it('makes the axis of a loss that spans decades logarithmic, with a band that stays positive', () => {
  const { type, lower } = axisOf([0.7, 0.05, 0.004])
  expect(type).toBe('logarithmic')
  expect(lower.every(({ y }) => y > 0)).toBe(true)
  expect(axisOf([0.7, 0.5, 0.4]).type).toBe('linear')
  expect(axisOf([0.9, 0.05, 0.004], 100).type).toBe('linear')
})
