import type { Tensor } from '../backend/tensorTypes.ts'
import { tf } from '../backend/tf.ts'

/**
 * `1 / sqrt(x)`. Neither `rsqrt`, whose last bit depends on where in an array a number stands, nor a division by
 * `sqrt(x)`: TensorFlow's graph optimizer makes a product with `rsqrt` of that.
 */
export function inverseRoot(x: Tensor): Tensor {
  return tf.sqrt(tf.div(1, x))
}
