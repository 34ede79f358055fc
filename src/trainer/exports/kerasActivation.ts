import type { Tensor } from '../backend/tensorTypes.ts'
import { tf } from '../backend/tf.ts'

/** Keras 3's activations by the names that its files bear. */
const ACTIVATIONS: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  linear: (x) => x,
  relu: (x) => tf.relu(x),
  relu6: (x) => tf.clipByValue(x, 0, 6),
  leaky_relu: (x) => tf.leakyRelu(x, 0.2),
  elu: (x) => tf.elu(x),
  selu: (x) => tf.selu(x),
  gelu: (x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1)),
  silu: (x) => tf.mul(x, tf.sigmoid(x)),
  softplus: (x) => tf.softplus(x),
  softsign: (x) => tf.div(x, tf.add(tf.abs(x), 1)),
  tanh: (x) => tf.tanh(x),
  sigmoid: (x) => tf.sigmoid(x),
  hard_sigmoid: (x) => tf.div(tf.clipByValue(tf.add(x, 3), 0, 6), 6),
  mish: (x) => tf.mul(x, tf.tanh(tf.softplus(x))),
  softmax: (x) => tf.softmax(x),
}

/** Applies the activation that a `.keras` file names. */
export function kerasActivation(name: string, x: Tensor): Tensor {
  if (!Object.hasOwn(ACTIVATIONS, name)) throw new TypeError(`unknown activation ${name}`)
  return ACTIVATIONS[name](x)
}
