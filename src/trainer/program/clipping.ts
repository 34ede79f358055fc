/** Keras's gradient clipping, lane by lane: by value, by each variable's norm, or by the norm of all. */
import type { Optimizer } from '../../core/model/modelSpec.ts'
import type { Tensor } from '../backend/tensorTypes.ts'
import { tf } from '../backend/tf.ts'
import type { LaneNumbers } from './constraints.ts'
import { sumLane } from './sumLane.ts'

type Clipping = Pick<Optimizer, 'clipValue' | 'clipNorm' | 'globalClipNorm'>

/** The clipping limits that are set; each may differ from lane to lane. */
export function clippingNumbers({ clipValue, clipNorm, globalClipNorm }: Clipping): Readonly<Record<string, number>> {
  return {
    ...(clipValue !== undefined && { clipValue }),
    ...(clipNorm !== undefined && { clipNorm }),
    ...(globalClipNorm !== undefined && { globalClipNorm }),
  }
}

/** Clips `gradients` (each `[lanes, rows, columns]`). */
export function clipGradients(
  gradients: readonly Tensor[],
  clipping: Clipping,
  numbers: LaneNumbers,
): readonly Tensor[] {
  if (clipping.clipNorm !== undefined) {
    const limit = numbers('clipNorm')
    return gradients.map((gradient) => scaleToNorm(gradient, tf.sqrt(squaredNorm(gradient)), limit))
  }
  if (clipping.globalClipNorm !== undefined) {
    const limit = numbers('globalClipNorm')
    const norm = tf.sqrt(tf.addN(gradients.map(squaredNorm)))
    return gradients.map((gradient) => scaleToNorm(gradient, norm, limit))
  }
  if (clipping.clipValue !== undefined) {
    const limit = numbers('clipValue')
    return gradients.map((gradient) => tf.maximum(tf.minimum(gradient, limit), tf.neg(limit)))
  }
  return gradients
}

/** Sum of squares per lane, `[lanes, 1, 1]`. */
function squaredNorm(gradient: Tensor): Tensor {
  return sumLane(tf.square(gradient))
}

function scaleToNorm(gradient: Tensor, norm: Tensor, limit: Tensor): Tensor {
  return tf.mul(gradient, tf.div(limit, tf.maximum(norm, limit)))
}
