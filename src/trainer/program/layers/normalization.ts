/** What layers that normalize have in common. */
import { sumRows } from '../sumRows.ts'
import type { Tensor } from '../../backend/tensorTypes.ts'
import { tf } from '../../backend/tf.ts'
import type { LaneVariable } from '../laneVariable.ts'
import type { LayerContext, LayerPass } from './laneLayer.ts'

/** Whether a factor (gamma) and an offset (beta) are learned. */
interface Affine {
  readonly name: string
  readonly center: boolean
  readonly scale: boolean
}

/** `normalized * gamma + beta` and its way back. */
export function normalizedPass(
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
export function normalizationGradient(
  dy: Tensor,
  normalized: Tensor,
  scale: Tensor,
  mean: (value: Tensor) => Tensor,
): Tensor {
  const along = tf.mul(normalized, mean(tf.mul(dy, normalized)))
  return tf.mul(scale, tf.sub(tf.sub(dy, mean(dy)), along))
}

/** The learned factor and offset, where the layer has them. */
export function affineVariables(layer: Affine, units: number): Readonly<Record<string, LaneVariable>> {
  return {
    ...(layer.scale && { gamma: vector(`${layer.name}/gamma`, units, 1, true) }),
    ...(layer.center && { beta: vector(`${layer.name}/beta`, units, 0, true) }),
  }
}

/** A variable with one value per unit. */
export function vector(name: string, units: number, value: number, trainable: boolean): LaneVariable {
  return { name, rows: 1, columns: units, rank: 1, trainable, initializer: { type: 'constant', value } }
}

/** A learned factor and offset in a file of Keras, where the layer has them; the factor comes first. */
export function affineOfKeras(
  x: Tensor,
  { center, scale }: Readonly<Record<string, unknown>>,
  weights: readonly Tensor[],
): Tensor {
  const scaled = scale === true ? tf.mul(x, weights[0]) : x
  return center === true ? tf.add(scaled, weights[scale === true ? 1 : 0]) : scaled
}
