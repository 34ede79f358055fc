import type { Tensor } from '../backend/tensorTypes.ts'
import { tf } from '../backend/tf.ts'

/**
 * Sum over the middle axis: `[lanes, rows, columns]` to `[lanes, 1, columns]`.
 *
 * As a product with ones, since a reduction over a middle axis adds in another order where a lane's columns do not
 * start at a multiple of the processor's vector length: a lane's bits would depend on its place.
 */
export function sumRows(x: Tensor): Tensor {
  const [lanes, rows] = x.shape
  return tf.matMul(tf.ones([lanes, 1, rows]), x)
}
