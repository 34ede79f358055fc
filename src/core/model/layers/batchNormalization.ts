import { name, normalization } from './layerFields.ts'
import type { LayerRow } from './layerRow.ts'
import { affineOf, affineWeights, weightsOf } from './layerWeights.ts'

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
  weights: (layer, inputs) => [
    ...affineWeights(layer, inputs),
    { name: 'movingMean', shape: [inputs], trainable: false },
    { name: 'movingVariance', shape: [inputs], trainable: false },
  ],
  keras: { className: 'BatchNormalization', config: { axis: -1 } },
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
  /** The moving averages and the learned factor and offset come to one factor and one offset per unit. */
  graph(layer, { graph, weights, x }) {
    const mean = weights[`${layer.name}/movingMean`]
    const variance = weights[`${layer.name}/movingVariance`]
    const factors = Array.from(
      variance,
      (value, i) => (layer.scale ? weights[`${layer.name}/gamma`][i] : 1) / Math.sqrt(value + layer.epsilon),
    )
    const centered = graph.apply('sub', [x, graph.constant(mean)])
    const scaled = graph.apply('mul', [centered, graph.constant(factors)])
    return layer.center ? graph.apply('add', [scaled, graph.constant(weights[`${layer.name}/beta`])]) : scaled
  },
}
