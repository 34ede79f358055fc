import type { SavedModel } from '../../../core/model/savedModel.ts'

const PLAIN = { useBias: true, kernelInitializer: { type: 'zeros' }, biasInitializer: { type: 'zeros' } } as const

/**
 * Predicts 2 size + 3 weight + 100 where the color is red, + 200 where it is grün. A missing size is 4, a missing color is red; no
 * weight was missing in training, where sizes went from 0 to 10 and weights from 0 to 20.
 */
export const additiveModel: SavedModel = {
  holdoutModel: 1,
  run: 'by-hand',
  name: 'By hand',
  task: 'regression',
  classes: [],
  spec: {
    name: 'By hand',
    layers: [{ type: 'output', name: 'output', units: 1, activation: 'linear', ...PLAIN }],
    training: {
      optimizer: { type: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false },
      loss: { type: 'meanSquaredError' },
      epochs: 1,
      batchSize: 1,
      shuffle: true,
    },
  },
  preprocessing: {
    columns: [
      { kind: 'number', name: 'size', fill: 4, center: 0, scale: 1, hasIndicator: false, isEmpty: false },
      { kind: 'number', name: 'weight', fill: null, center: 0, scale: 1, hasIndicator: false, isEmpty: false },
      { kind: 'oneHot', name: 'color', levels: ['grün', 'red'], ranks: [0, 1], fill: 1 },
    ],
    outputs: ['size', 'weight', 'color=grün', 'color=red'],
  },
  targetScale: { mean: 0, scale: 1 },
  inputs: 4,
  weights: {
    'output/kernel': Buffer.from(Float32Array.of(2, 3, 200, 100).buffer).toString('base64'),
    'output/bias': Buffer.from(Float32Array.of(0).buffer).toString('base64'),
  },
  ranges: { size: [0, 10], weight: [0, 20] },
}
