import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Initializer } from './modelSpec.ts'
import { keyOf } from '../random/keyedStream.ts'
import { initialWeights } from './initialWeights.ts'

interface Statistics {
  readonly shape: [number, number]
  readonly mean: number
  readonly std: number
  readonly min: number
  readonly max: number
}

const EXPECTED = (
  JSON.parse(readFileSync(new URL('../../../fixtures/reference/initializers.json', import.meta.url), 'utf8')) as {
    expected: Record<string, Statistics>
  }
).expected
const SETTINGS: Readonly<Record<string, Initializer>> = {
  randomNormal: { type: 'randomNormal', mean: 0, stddev: 0.05 },
  randomUniform: { type: 'randomUniform', minValue: -0.05, maxValue: 0.05 },
  truncatedNormal: { type: 'truncatedNormal', mean: 0, stddev: 0.05 },
}

function settingsOf(name: string): Initializer {
  return SETTINGS[name] ?? ({ type: name } as Initializer)
}

function statistics(values: Float32Array): Omit<Statistics, 'shape'> {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const std = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
  return { mean, std, min: values.reduce((a, b) => Math.min(a, b)), max: values.reduce((a, b) => Math.max(a, b)) }
}

describe('draws look as Keras’s do', () => {
  test.each(Object.entries(EXPECTED))('%s', (name, expected) => {
    const [rows, columns] = expected.shape
    const drawn = statistics(initialWeights(settingsOf(name), { rows, columns, rank: 2 }, keyOf(7, 'weights', name)))
    // Both are samples of 120,000: means differ by a few standard errors, spreads by less than one per cent.
    expect(Math.abs(drawn.mean - expected.mean)).toBeLessThan((6 * expected.std) / Math.sqrt(120_000))
    expect(Math.abs(drawn.std / expected.std - 1)).toBeLessThan(0.01)
    const tolerance = name === 'randomNormal' ? 0.15 : 0.002
    expect(Math.abs(drawn.min / expected.min - 1)).toBeLessThan(tolerance)
    expect(Math.abs(drawn.max / expected.max - 1)).toBeLessThan(tolerance)
  })
})

test('the same key draws the same weights, another key others', () => {
  const draw = (name: string) => initialWeights({ type: 'heNormal' }, { rows: 4, columns: 3, rank: 2 }, keyOf(7, name))
  expect(draw('a')).toEqual(draw('a'))
  expect(draw('a')).not.toEqual(draw('b'))
})
