import { name, normalization } from './layerFields.ts'
import type { LayerRow } from './layerRow.ts'
import { affineOf, affineWeights } from './layerWeights.ts'

/** Keras's `LayerNormalization`. */
export interface LayerNormalizationLayer {
  readonly type: 'layerNormalization'
  readonly name: string
  readonly epsilon: number
  readonly center: boolean
  readonly scale: boolean
}

export const layerNormalization: LayerRow<LayerNormalizationLayer> = {
  doc: 'Normalizes each row over its units.',
  fields: { name, ...normalization },
  outputUnits: (_, inputs) => inputs,
  weights: affineWeights,
  keras: { className: 'LayerNormalization', config: { axis: -1 } },
  predict(layer, units, weights) {
    const { gamma, beta } = affineOf(layer, units, weights)
    return {
      units,
      apply(row) {
        const mean = row.reduce((sum, value) => sum + value, 0) / units
        const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / units
        const root = Math.sqrt(variance + layer.epsilon)
        return row.map((value, i) => ((value - mean) / root) * gamma[i] + beta[i])
      },
    }
  },
  graph(layer, { graph, weights, x }) {
    const centered = graph.apply('sub', [x, graph.apply('rowMean', [x])])
    const variance = graph.apply('rowMean', [graph.apply('mul', [centered, centered])])
    const root = graph.apply('sqrt', [graph.apply('add', [variance, graph.constant([layer.epsilon])])])
    const normal = graph.apply('div', [centered, root])
    const scaled = layer.scale ? graph.apply('mul', [normal, graph.constant(weights[`${layer.name}/gamma`])]) : normal
    return layer.center ? graph.apply('add', [scaled, graph.constant(weights[`${layer.name}/beta`])]) : scaled
  },
}
