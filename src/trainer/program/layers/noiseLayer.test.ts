import { beforeAll, describe, expect, test } from 'vitest'
import type { OpenBackend } from '../../backend/openBackend.ts'
import type { Tensor } from '../../backend/tensorTypes.ts'
import { tf } from '../../backend/tf.ts'
import { openTestBackend } from '../../testing/openTestBackend.ts'
import { alphaDropout } from './alphaDropout.ts'
import { dropout } from './dropout.ts'
import { gaussianDropout } from './gaussianDropout.ts'
import { gaussianNoise } from './gaussianNoise.ts'
import type { LaneLayer } from './laneLayer.ts'

let backend: OpenBackend
beforeAll(async () => {
  backend = await openTestBackend()
})

const ROWS = 2000
const UNITS = 50
const VALUES = ROWS * UNITS

/** What the layer makes of `x` `[1, ROWS, UNITS]` in one training step. */
function disturb(layer: LaneLayer, x: Tensor, seed = 1): Float32Array {
  const number = (name: string) => tf.tensor3d([layer.numbers[name]], [1, 1, 1])
  const uniform = backend.lanes.uniform([1, ROWS, layer.draws], tf.tensor1d([seed, 0], 'int32'))
  const noise = tf.unstack(layer.prepareNoise!(tf.stack([uniform], 1), number))[0]
  const pass = layer.pass(x, {
    backend: backend.lanes,
    training: true,
    weights: () => x,
    number,
    noise,
    rows: { inverseCount: 1 / ROWS },
  })
  return pass.output.dataSync<'float32'>()
}

function atRest(layer: LaneLayer, x: Tensor): Float32Array {
  const pass = layer.pass(x, {
    backend: backend.lanes,
    training: false,
    weights: () => x,
    number: () => x,
    rows: { inverseCount: 1 },
  })
  return pass.output.dataSync<'float32'>()
}

function moments(values: Float32Array): { readonly mean: number; readonly variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length }
}

const ones = () => tf.ones([1, ROWS, UNITS])
const normals = () => tf.randomNormal([1, ROWS, UNITS], 0, 1, 'float32', 3)

/** Six standard errors of a share, or of a mean of values with standard deviation 1. */
function sixErrors(variance: number): number {
  return 6 * Math.sqrt(variance / VALUES)
}

describe('dropout', () => {
  test.each([0, 0.1, 0.5, 0.9])('drops the share %d and scales the rest', (rate) => {
    const out = disturb(dropout.build({ type: 'dropout', name: 'd', rate }, UNITS), ones())
    const dropped = out.filter((value) => value === 0).length / VALUES
    expect(Math.abs(dropped - rate)).toBeLessThanOrEqual(sixErrors(rate * (1 - rate)))
    const kept = [...new Set(out.filter((value) => value !== 0))]
    expect(kept).toHaveLength(1)
    expect(kept[0]).toBeCloseTo(1 / (1 - rate), 5)
  })

  test('drops others with another seed, the same with the same', () => {
    const layer = dropout.build({ type: 'dropout', name: 'd', rate: 0.5 }, UNITS)
    expect(disturb(layer, ones(), 1)).toEqual(disturb(layer, ones(), 1))
    expect(disturb(layer, ones(), 1)).not.toEqual(disturb(layer, ones(), 2))
  })
})

test('gaussian noise has mean 0 and the given spread', () => {
  const layer = gaussianNoise.build({ type: 'gaussianNoise', name: 'n', stddev: 0.3 }, UNITS)
  const { mean, variance } = moments(disturb(layer, tf.zeros([1, ROWS, UNITS])))
  expect(Math.abs(mean)).toBeLessThan(sixErrors(0.09))
  expect(Math.abs(Math.sqrt(variance) - 0.3)).toBeLessThan(0.004)
})

test('gaussian dropout has mean 1 and variance rate / (1 - rate)', () => {
  const layer = gaussianDropout.build({ type: 'gaussianDropout', name: 'g', rate: 0.4 }, UNITS)
  const { mean, variance } = moments(disturb(layer, ones()))
  expect(Math.abs(mean - 1)).toBeLessThan(sixErrors(0.4 / 0.6))
  expect(variance / (0.4 / 0.6)).toBeCloseTo(1, 1)
})

test.each([0.1, 0.5])('alpha dropout of %d keeps mean 0 and variance 1', (rate) => {
  const x = normals()
  const before = moments(x.dataSync<'float32'>())
  const out = disturb(alphaDropout.build({ type: 'alphaDropout', name: 'a', rate }, UNITS), x)
  const after = moments(out)
  expect(Math.abs(after.mean - before.mean)).toBeLessThan(0.03)
  expect(Math.abs(after.variance - before.variance)).toBeLessThan(0.05)
  // What is dropped all has one value, which nothing kept has but by chance.
  const counts = new Map<number, number>()
  for (const value of out) counts.set(value, (counts.get(value) ?? 0) + 1)
  const dropped = Math.max(...counts.values()) / VALUES
  expect(Math.abs(dropped - rate)).toBeLessThan(sixErrors(rate * (1 - rate)) + 0.001)
})

test('all of them rest while predicting', () => {
  const x = normals()
  const layers = [
    dropout.build({ type: 'dropout', name: 'd', rate: 0.5 }, UNITS),
    gaussianNoise.build({ type: 'gaussianNoise', name: 'n', stddev: 1 }, UNITS),
    gaussianDropout.build({ type: 'gaussianDropout', name: 'g', rate: 0.5 }, UNITS),
    alphaDropout.build({ type: 'alphaDropout', name: 'a', rate: 0.5 }, UNITS),
  ]
  for (const layer of layers) expect(atRest(layer, x)).toEqual(x.dataSync<'float32'>())
})
