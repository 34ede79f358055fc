/** Keras's `BatchNormalization` and `LayerNormalization`. */
import { sumRows } from '../sumRows.ts'
import type { BatchNormalizationLayer } from '../../../core/model/layers/batchNormalization.ts'
import type { LayerNormalizationLayer } from '../../../core/model/layers/layerNormalization.ts'
import type { Tensor } from '../../backend/tensorTypes.ts'
import { tf } from '../../backend/tf.ts'
import { inverseRoot } from '../inverseRoot.ts'
import type { LaneVariable } from '../laneVariable.ts'
import type { BatchRows, LaneLayer, LayerContext, LayerPass } from './laneLayer.ts'

/**
 * Normalizes each unit over the real rows of the batch; while predicting, by moving averages
 * (`moving = moving * momentum + batch * (1 - momentum)`, population variance).
 */
export function batchNormalizationLayer(layer: BatchNormalizationLayer, inputs: number): LaneLayer {
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

/** Normalizes each row over its units. */
export function layerNormalizationLayer(layer: LayerNormalizationLayer, inputs: number): LaneLayer {
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
      return normalizedPass(normalized, layer, context, (dy) => normalizationGradient(dy, normalized, scale, unitMean))
    },
  }
}

interface Affine {
  readonly name: string
  readonly center: boolean
  readonly scale: boolean
}

/** `normalized * gamma + beta` and its way back. */
function normalizedPass(
  normalized: Tensor,
  layer: Affine,
  context: LayerContext,
  slope: (dy: Tensor) => Tensor,
): LayerPass {
  const gamma = layer.scale ? context.weights('gamma') : undefined
  const scaled = gamma ? tf.mul(normalized, gamma) : normalized
  return {
    output: layer.center ? tf.add(scaled, context.weights('beta')) : scaled,
    backward: (dy) => ({
      dx: slope(gamma ? tf.mul(dy, gamma) : dy),
      gradients: {
        ...(layer.scale && { gamma: sumRows(tf.mul(dy, normalized)) }),
        ...(layer.center && { beta: sumRows(dy) }),
      },
    }),
  }
}

/** Gradient through `(x - mean) * scale`, where both depend on `x` by way of `mean`. */
function normalizationGradient(dy: Tensor, normalized: Tensor, scale: Tensor, mean: (value: Tensor) => Tensor): Tensor {
  const along = tf.mul(normalized, mean(tf.mul(dy, normalized)))
  return tf.mul(scale, tf.sub(tf.sub(dy, mean(dy)), along))
}

/** Mean over the real rows, `[lanes, 1, units]`. */
function rowMean(value: Tensor, { mask, inverseCount }: BatchRows): Tensor {
  return tf.mul(sumRows(mask ? tf.mul(value, mask) : value), inverseCount)
}

function affineVariables(layer: Affine, units: number): Readonly<Record<string, LaneVariable>> {
  return {
    ...(layer.scale && { gamma: vector(`${layer.name}/gamma`, units, 1, true) }),
    ...(layer.center && { beta: vector(`${layer.name}/beta`, units, 0, true) }),
  }
}

function vector(name: string, units: number, value: number, trainable: boolean): LaneVariable {
  return { name, rows: 1, columns: units, rank: 1, trainable, initializer: { type: 'constant', value } }
}
