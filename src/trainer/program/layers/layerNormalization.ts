import type { LayerNormalizationLayer } from '../../../core/model/layers/layerNormalization.ts'
import type { Tensor } from '../../backend/tensorTypes.ts'
import { tf } from '../../backend/tf.ts'
import { inverseRoot } from '../inverseRoot.ts'
import type { LaneLayerRow } from './laneLayerRow.ts'
import { affineOfKeras, affineVariables, normalizationGradient, normalizedPass } from './normalization.ts'

/** Normalizes each row over its units. */
export const layerNormalization: LaneLayerRow<LayerNormalizationLayer> = {
  build(layer, inputs) {
    return {
      name: layer.name,
      outputUnits: inputs,
      variables: affineVariables(layer, inputs),
      numbers: { epsilon: layer.epsilon },
      draws: 0,
      pass(x, context) {
        const unitMean = (value: Tensor) => tf.mean(value, -1, true)
        const centered = tf.sub(x, unitMean(x))
        const scale = inverseRoot(tf.add(unitMean(tf.square(centered)), context.number('epsilon')))
        const normalized = tf.mul(centered, scale)
        return normalizedPass(normalized, layer, context, (dy) =>
          normalizationGradient(dy, normalized, scale, unitMean),
        )
      },
    }
  },
  kernel: { kind: 'layerNormalization', variables: ['gamma', 'beta'], numbers: ['epsilon'] },
  predictAsKeras(x, config, weights) {
    const { mean, variance } = tf.moments(x, -1, true)
    const normal = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, config['epsilon'] as number)))
    return affineOfKeras(normal, config, weights)
  },
}
