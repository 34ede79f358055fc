import type { SavedModel } from '../../../core/model/savedModel.ts'

const kernel = {
  useBias: true,
  kernelInitializer: { type: 'glorotUniform' },
  biasInitializer: { type: 'zeros' },
} as const

function base64(count: number): string {
  const values = Float32Array.from({ length: count }, (_, i) => Math.sin(i + 1) / 2)
  return Buffer.from(values.buffer).toString('base64')
}

const positive = Buffer.from(Float32Array.from([0.5, 1, 1.5]).buffer).toString('base64')

/** A model of three classes with numbers, a category, a normalization and held-out scores: one of each thing a file may hold. */
export const SMALL_MODEL: SavedModel = {
  holdoutModel: 1,
  run: '20260131-094501-3f9a',
  name: 'Small',
  task: 'multiclass',
  classes: ['a', 'b', 'c'],
  spec: {
    name: 'Small',
    layers: [
      { type: 'dense', name: 'dense1', units: 3, activation: 'relu', ...kernel },
      { type: 'batchNormalization', name: 'norm', momentum: 0.99, epsilon: 0.001, center: true, scale: true },
      { type: 'dropout', name: 'dropout1', rate: 0.2 },
      { type: 'output', name: 'output', units: 3, activation: 'softmax', ...kernel },
    ],
    training: {
      optimizer: { type: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false },
      loss: { type: 'categoricalCrossentropy', labelSmoothing: 0 },
      epochs: 1,
      batchSize: 1,
      shuffle: true,
    },
  },
  preprocessing: {
    columns: [
      { kind: 'number', name: 'size', fill: 4, center: 3, scale: 2, hasIndicator: true, isEmpty: false },
      { kind: 'oneHot', name: 'color', levels: ['blue', 'red'], ranks: [0, 1], fill: 1 },
    ],
    outputs: ['size', 'size (missing)', 'color=blue', 'color=red'],
  },
  targetScale: { mean: 0, scale: 1 },
  inputs: 4,
  weights: {
    'dense1/kernel': base64(12),
    'dense1/bias': base64(3),
    'norm/gamma': base64(3),
    'norm/beta': base64(3),
    'norm/movingMean': base64(3),
    'norm/movingVariance': positive,
    'output/kernel': base64(9),
    'output/bias': base64(3),
  },
  dataset: {
    target: 'kind',
    header: true,
    delimiter: ',',
    quote: '"',
    columns: { size: { type: 'number', decimal: '.' }, color: { type: 'category' }, kind: { type: 'category' } },
  },
  heldOutScores: [0.1, 0.2, 0.4, 0.4, 0.9],
}
