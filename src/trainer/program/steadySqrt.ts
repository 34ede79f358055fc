import type { Tensor } from '../backend/tensorTypes.ts'
import { tf } from '../backend/tf.ts'

/** Numbers that TensorFlow may compute at a time. */
const GROUP = 16

/**
 * Square root of `x` `[lanes, …]` with the same bits wherever a lane stands.
 *
 * TensorFlow computes roots in groups by an approximation and refines it, but those at the end of an array exactly; so
 * each lane's numbers are filled up to whole groups.
 */
export function steadySqrt(x: Tensor): Tensor {
  const [lanes] = x.shape
  const size = x.size / lanes
  const missing = (GROUP - (size % GROUP)) % GROUP
  if (missing === 0) return tf.sqrt(x)
  const padded = tf.concat([tf.reshape(x, [lanes, size]), tf.zeros([lanes, missing])], 1)
  return tf.reshape(tf.slice(tf.sqrt(padded), [0, 0], [lanes, size]), x.shape)
}

/** `steadySqrt` of several tensors `[lanes, 1, columns]` by one operation. */
export function steadySqrtOfAll(xs: readonly Tensor[]): readonly Tensor[] {
  if (xs.length === 0) return []
  const sizes = xs.map(({ shape }) => shape[2] ?? 1)
  const missing = (GROUP - (sizes.reduce((sum, size) => sum + size, 0) % GROUP)) % GROUP
  const filled = missing === 0 ? [...xs] : [...xs, tf.zeros([xs[0].shape[0], 1, missing])]
  if (filled.length === 1) return [tf.sqrt(filled[0])]
  const parts = tf.split(tf.sqrt(tf.concat(filled, 2)), missing === 0 ? sizes : [...sizes, missing], 2)
  return parts.slice(0, xs.length)
}
