import { name, normalization } from './layerFields.ts'
import type { LayerRow } from './layerRow.ts'
import { affineOf, affineParameters, weightsOf } from './layerWeights.ts'

/** Keras's `BatchNormalization`. */
export interface BatchNormalizationLayer {
  readonly type: 'batchNormalization'
  readonly name: string
  readonly momentum: number
  readonly epsilon: number
  readonly center: boolean
  readonly scale: boolean
}

export const batchNormalization: LayerRow<BatchNormalizationLayer> = {
  doc: 'Normalizes each unit over the batch; moving averages take over after training.',
  fields: {
    name,
    momentum: { kind: 'number', min: 0, below: 1, default: 0.99, doc: 'Momentum of the moving averages.' },
    ...normalization,
  },
  outputUnits: (_, inputs) => inputs,
  parameters: (layer, inputs) => ({ trainable: affineParameters(layer, inputs), moving: 2 * inputs }),
  predict(layer, units, weights) {
    const mean = weightsOf(weights, `${layer.name}/movingMean`, units)
    const variance = weightsOf(weights, `${layer.name}/movingVariance`, units)
    const { gamma, beta } = affineOf(layer, units, weights)
    return {
      units,
      apply: (row) =>
        row.map((value, i) => ((value - mean[i]) / Math.sqrt(variance[i] + layer.epsilon)) * gamma[i] + beta[i]),
    }
  },
}
