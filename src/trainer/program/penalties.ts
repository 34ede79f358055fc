/** Regularizers: what they add to the loss, and to its gradient. */
import type { NamedTensors, Tensor } from '../backend/tensorTypes.ts'
import { tf } from '../backend/tf.ts'
import type { LaneModel } from './laneModel.ts'
import type { LaneVariable } from './laneVariable.ts'
import { sumLane } from './sumLane.ts'

/** Adds the regularizers' slopes to `gradients`; returns the penalty per lane, `[lanes, 1, 1]`, if there is any. */
export function addPenalties(
  model: LaneModel,
  state: NamedTensors,
  gradients: Record<string, Tensor>,
): Tensor | undefined {
  for (const { name } of regularized(model)) {
    const weights = state[name]
    const slope = tf.add(
      tf.mul(tf.sign(weights), state[`#${name}/l1`]),
      tf.mul(weights, tf.mul(state[`#${name}/l2`], 2)),
    )
    gradients[name] = tf.add(gradients[name], slope)
  }
  return penaltyOf(model, state)
}

/** Variables that the loss penalizes. */
export function regularized(model: LaneModel): readonly LaneVariable[] {
  return model.variables.filter(({ regularizer }) => regularizer !== undefined)
}

/** `l1 * sum|w| + l2 * sum w²` over regularized variables, `[lanes, 1, 1]`. */
export function penaltyOf(model: LaneModel, state: NamedTensors): Tensor | undefined {
  const terms = regularized(model).flatMap(({ name }) => {
    const weights = state[name]
    return [
      tf.mul(sumLane(tf.abs(weights)), state[`#${name}/l1`]),
      tf.mul(sumLane(tf.square(weights)), state[`#${name}/l2`]),
    ]
  })
  return terms.length === 0 ? undefined : tf.addN(terms)
}
