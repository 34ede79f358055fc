/**
 * Losses on stacked outputs, per row, with their gradient with respect to the output layer's logits.
 *
 * As in Keras, a cross-entropy whose output is a sigmoid or a softmax is computed from the logits; any
 * other output is clipped to [1e-7, 1 - 1e-7] first.
 */
import type { ActivationName, Loss } from '../../core/model/modelSpec.ts'
import type { LaneBackend } from '../backend/laneBackend.ts'
import type { Tensor } from '../backend/tensorTypes.ts'
import { tf } from '../backend/tf.ts'
import { activate } from './activations.ts'

/** Keras's `backend.epsilon()`. */
const EPSILON = 1e-7

export interface LossResult {
  /** What the network predicts, `[…, batch, outputs]`. */
  readonly output: Tensor
  /** Loss of each row, `[…, batch, 1]`. */
  readonly rowLoss: () => Tensor
  /** Gradient of each row's loss with respect to the logits, `[…, batch, outputs]`. */
  readonly gradient: () => Tensor
}

/** The loss of `logits` against `target`, both `[…, batch, outputs]`: `[lanes, …]` in a step, `[steps, lanes, …]` for a segment. */
export function applyLoss(
  loss: Loss,
  activation: ActivationName,
  logits: Tensor,
  target: Tensor,
  backend: LaneBackend,
): LossResult {
  const wanted = smoothed(loss, target)
  if (loss.type === 'binaryCrossentropy' && activation === 'sigmoid') return sigmoidCrossentropy(logits, wanted)
  if (loss.type === 'categoricalCrossentropy' && activation === 'softmax') return softmaxCrossentropy(logits, wanted)
  const { value, backward } = activate(activation, logits, backend)
  const { rows, slope } = OUTPUT_LOSSES[loss.type](value, wanted, loss)
  return { output: value, rowLoss: rows, gradient: () => backward(slope()) }
}

function sigmoidCrossentropy(logits: Tensor, target: Tensor): LossResult {
  const output = tf.sigmoid(logits)
  // max(z, 0) - z y + log(1 + e^-|z|): exact where the sigmoid has long saturated.
  const tail = () => tf.log1p(tf.exp(tf.neg(tf.abs(logits))))
  const rowLoss = () => tf.add(tf.sub(tf.relu(logits), tf.mul(logits, target)), tail())
  return { output, rowLoss, gradient: () => tf.sub(output, target) }
}

function softmaxCrossentropy(logits: Tensor, target: Tensor): LossResult {
  const output = tf.softmax(logits)
  const rowLoss = () => {
    const shifted = tf.sub(logits, tf.max(logits, -1, true))
    const logTotal = tf.log(tf.sum(tf.exp(shifted), -1, true))
    return tf.sum(tf.mul(target, tf.sub(logTotal, shifted)), -1, true)
  }
  return { output, rowLoss, gradient: () => tf.sub(output, target) }
}

/** Loss per row, and its slope with respect to the output. */
type OutputLoss = (
  output: Tensor,
  target: Tensor,
  loss: Loss,
) => { readonly rows: () => Tensor; readonly slope: () => Tensor }

const OUTPUT_LOSSES: Readonly<Record<Loss['type'], OutputLoss>> = {
  binaryCrossentropy: (output, target) => {
    const p = tf.clipByValue(output, EPSILON, 1 - EPSILON)
    return {
      rows: () => tf.neg(tf.add(tf.mul(target, tf.log(p)), tf.mul(tf.sub(1, target), tf.log(tf.sub(1, p))))),
      slope: () => tf.mul(inside(output), tf.div(tf.sub(p, target), tf.mul(p, tf.sub(1, p)))),
    }
  },
  categoricalCrossentropy: (output, target) => {
    const total = tf.sum(output, -1, true)
    const p = tf.clipByValue(tf.div(output, total), EPSILON, 1 - EPSILON)
    return {
      rows: () => tf.neg(tf.sum(tf.mul(target, tf.log(p)), -1, true)),
      slope: () => tf.div(tf.sub(tf.sum(target, -1, true), tf.div(target, p)), total),
    }
  },
  meanSquaredError: (output, target) => {
    const difference = tf.sub(output, target)
    return { rows: () => tf.square(difference), slope: () => tf.mul(difference, 2) }
  },
  meanAbsoluteError: (output, target) => {
    const difference = tf.sub(output, target)
    return { rows: () => tf.abs(difference), slope: () => tf.sign(difference) }
  },
  huber: (output, target, loss) => {
    const delta = loss.type === 'huber' ? loss.delta : 1
    const difference = tf.sub(output, target)
    return {
      rows: () => {
        const size = tf.abs(difference)
        const near = tf.minimum(size, delta)
        return tf.add(tf.mul(tf.square(near), 0.5), tf.mul(tf.sub(size, near), delta))
      },
      slope: () => tf.clipByValue(difference, -delta, delta),
    }
  },
}

/** 1 where clipping lets a gradient through. */
function inside(output: Tensor): Tensor {
  return tf.cast(tf.logicalAnd(tf.greaterEqual(output, EPSILON), tf.lessEqual(output, 1 - EPSILON)), 'float32')
}

/** Keras's label smoothing: towards one half, or towards the uniform distribution over classes. */
function smoothed(loss: Loss, target: Tensor): Tensor {
  if (!('labelSmoothing' in loss) || loss.labelSmoothing === 0) return target
  const classes = loss.type === 'binaryCrossentropy' ? 2 : (target.shape.at(-1) ?? 2)
  return tf.add(tf.mul(target, 1 - loss.labelSmoothing), loss.labelSmoothing / classes)
}
