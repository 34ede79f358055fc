import type { Tensor } from '../backend/tensorTypes.ts'
import { tf } from '../backend/tf.ts'
import { sumRows } from './sumRows.ts'

/**
 * Sum over all of a lane: `[lanes, rows, columns]` to `[lanes, 1, 1]`.
 *
 * As products, since a reduction that leaves a single number, as with one lane, adds in another order than one that
 * leaves several.
 */
export function sumLane(x: Tensor): Tensor {
  const [lanes, , columns] = x.shape
  const perColumn = sumRows(x)
  return columns === 1 ? perColumn : tf.matMul(perColumn, tf.ones([lanes, columns, 1]))
}
