/** Activations with their gradients (Keras 3's definitions), on tensors of any shape whose last axis is units. */
import type { ActivationName } from '../../core/model/modelSpec.ts'
import type { LaneBackend } from '../backend/laneBackend.ts'
import type { Tensor } from '../backend/tensorTypes.ts'
import { tf } from '../backend/tf.ts'

/** A value computed from `x`, and how a gradient flows back through it. */
export interface Differentiable {
  readonly value: Tensor
  readonly backward: (dy: Tensor) => Tensor
}

/** `selu(x) = scale * elu(x, alpha)` (Klambauer et al. 2017). */
const SELU_ALPHA = 1.6732632423543772
const SELU_SCALE = 1.0507009873554805
/** Keras's `leaky_relu` default. */
const LEAKY_SLOPE = 0.2

type Activate = (x: Tensor, backend: LaneBackend) => Differentiable

/** `f` with tfjs's own gradient. The forward pass is written twice; TensorFlow's optimizer merges the two. */
function composed(f: (x: Tensor) => Tensor): Activate {
  return (x) => ({ value: f(x), backward: (dy) => tf.grad(f)(x, dy) })
}

const ACTIVATIONS: Readonly<Record<ActivationName, Activate>> = {
  linear: (x) => ({ value: x, backward: (dy) => dy }),
  relu: (x, backend) => {
    const value = tf.relu(x)
    return { value, backward: (dy) => backend.reluGradient(dy, value) }
  },
  sigmoid: (x, backend) => {
    const value = tf.sigmoid(x)
    return { value, backward: (dy) => backend.sigmoidGradient(dy, value) }
  },
  tanh: (x, backend) => {
    const value = tf.tanh(x)
    return { value, backward: (dy) => backend.tanhGradient(dy, value) }
  },
  softmax: (x) => {
    const value = tf.softmax(x)
    return {
      value,
      backward: (dy) => {
        const weighted = tf.mul(dy, value)
        return tf.sub(weighted, tf.mul(tf.sum(weighted, -1, true), value))
      },
    }
  },
  leakyRelu: (x) => ({
    value: tf.maximum(x, tf.mul(x, LEAKY_SLOPE)),
    backward: (dy) => tf.mul(dy, tf.where(tf.greater(x, 0), tf.onesLike(x), tf.fill(x.shape, LEAKY_SLOPE))),
  }),
  relu6: (x) => ({
    value: tf.clipByValue(x, 0, 6),
    backward: (dy) => tf.mul(dy, tf.cast(tf.logicalAnd(tf.greater(x, 0), tf.less(x, 6)), 'float32')),
  }),
  elu: (x) => exponentialUnit(x, 1, 1),
  selu: (x) => exponentialUnit(x, SELU_ALPHA, SELU_SCALE),
  gelu: composed((x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1))),
  silu: composed((x) => tf.mul(x, tf.sigmoid(x))),
  softplus: composed((x) => tf.softplus(x)),
  softsign: (x) => {
    const denominator = tf.add(tf.abs(x), 1)
    return { value: tf.div(x, denominator), backward: (dy) => tf.div(dy, tf.square(denominator)) }
  },
  hardSigmoid: (x) => ({
    value: tf.div(tf.clipByValue(tf.add(x, 3), 0, 6), 6),
    backward: (dy) => tf.mul(dy, tf.mul(tf.cast(tf.less(tf.abs(x), 3), 'float32'), 1 / 6)),
  }),
  mish: composed((x) => tf.mul(x, tf.tanh(tf.softplus(x)))),
}

/** `scale * (x > 0 ? x : alpha * (eˣ - 1))`. */
function exponentialUnit(x: Tensor, alpha: number, scale: number): Differentiable {
  const positive = tf.greater(x, 0)
  const exponential = tf.exp(tf.minimum(x, 0))
  const value = tf.mul(tf.where(positive, x, tf.mul(tf.sub(exponential, 1), alpha)), scale)
  const slope = () => tf.mul(tf.where(positive, tf.onesLike(x), tf.mul(exponential, alpha)), scale)
  return { value, backward: (dy) => tf.mul(dy, slope()) }
}

/** Applies activation `name` to `x`. */
export function activate(name: ActivationName, x: Tensor, backend: LaneBackend): Differentiable {
  return ACTIVATIONS[name](x, backend)
}
