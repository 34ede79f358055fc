import { name, normalization } from './layerFields.ts'
import type { LayerRow } from './layerRow.ts'
import { affineOf, affineParameters } from './layerWeights.ts'

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
  parameters: (layer, inputs) => ({ trainable: affineParameters(layer, inputs), moving: 0 }),
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
}
