import type { BatchNormalizationLayer } from '../../../core/model/layers/batchNormalization.ts'
import type { Tensor } from '../../backend/tensorTypes.ts'
import { tf } from '../../backend/tf.ts'
import { inverseRoot } from '../inverseRoot.ts'
import { sumRows } from '../sumRows.ts'
import type { BatchRows, LayerContext, LayerPass } from './laneLayer.ts'
import type { LaneLayerRow } from './laneLayerRow.ts'
import { affineOfKeras, affineVariables, normalizationGradient, normalizedPass, vector } from './normalization.ts'

/**
 * Normalizes each unit over the real rows of the batch; while predicting, by moving averages
 * (`moving = moving * momentum + batch * (1 - momentum)`, population variance).
 */
export const batchNormalization: LaneLayerRow<BatchNormalizationLayer> = {
  build(layer, inputs) {
    return {
      name: layer.name,
      outputUnits: inputs,
      variables: {
        ...affineVariables(layer, inputs),
        movingMean: vector(`${layer.name}/movingMean`, inputs, 0, false),
        movingVariance: vector(`${layer.name}/movingVariance`, inputs, 1, false),
      },
      numbers: { momentum: layer.momentum, newShare: 1 - layer.momentum, epsilon: layer.epsilon },
      draws: 0,
      pass(x, context) {
        if (context.training) return trainBatchNormalization(x, layer, context)
        const scale = inverseRoot(tf.add(context.weights('movingVariance'), context.number('epsilon')))
        const normalized = tf.mul(tf.sub(x, context.weights('movingMean')), scale)
        return normalizedPass(normalized, layer, context, (dy) => tf.mul(dy, scale))
      },
    }
  },
  kernel: {
    kind: 'batchNormalization',
    variables: ['gamma', 'beta', 'movingMean', 'movingVariance'],
    numbers: ['momentum', 'newShare', 'epsilon'],
  },
  predictAsKeras(x, config, weights) {
    const [mean, variance] = weights.slice(-2)
    const normal = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, config['epsilon'] as number)))
    return affineOfKeras(normal, config, weights)
  },
}

function trainBatchNormalization(x: Tensor, layer: BatchNormalizationLayer, context: LayerContext): LayerPass {
  const { rows } = context
  const mean = rowMean(x, rows)
  const centered = tf.sub(x, mean)
  const variance = rowMean(tf.square(centered), rows)
  const scale = inverseRoot(tf.add(variance, context.number('epsilon')))
  const normalized = tf.mul(centered, scale)
  const moved = (name: string, value: Tensor) => {
    const kept = tf.mul(context.weights(name), context.number('momentum'))
    return tf.add(kept, tf.mul(value, context.number('newShare')))
  }
  const slope = (dy: Tensor) => {
    const dx = normalizationGradient(dy, normalized, scale, (value) => rowMean(value, rows))
    // Padding rows were not part of the batch's mean: nothing may flow back through them.
    return rows.mask ? tf.mul(dx, rows.mask) : dx
  }
  return {
    ...normalizedPass(normalized, layer, context, slope),
    updates: { movingMean: moved('movingMean', mean), movingVariance: moved('movingVariance', variance) },
  }
}

/** Mean over the real rows, `[lanes, 1, units]`. */
function rowMean(value: Tensor, { mask, inverseCount }: BatchRows): Tensor {
  return tf.mul(sumRows(mask ? tf.mul(value, mask) : value), inverseCount)
}
