/** Keras's weight constraints on stacked variables; limits are per lane. */
import type { Constraint } from '../../core/model/modelSpec.ts'
import type { Tensor } from '../backend/tensorTypes.ts'
import { tf } from '../backend/tf.ts'
import { laneAxis, type LaneVariable } from './laneVariable.ts'
import { sumRows } from './sumRows.ts'

/** Keras's `backend.epsilon()`. */
const EPSILON = 1e-7

/** Reads a per-lane number, shape `[lanes, 1, 1]`, by its name. */
export type LaneNumbers = (name: string) => Tensor

/** The numbers of a constraint that may differ from lane to lane. */
export function constraintNumbers(constraint: Constraint): Readonly<Record<string, number>> {
  switch (constraint.type) {
    case 'maxNorm':
      return { maxValue: constraint.maxValue }
    case 'minMaxNorm':
      return {
        minValue: constraint.minValue,
        maxValue: constraint.maxValue,
        rate: constraint.rate,
        keptShare: 1 - constraint.rate,
      }
    case 'unitNorm':
    case 'nonNeg':
      return {}
  }
}

/** Projects `weights` onto the constraint, as Keras does after each update. */
export function constrain(
  weights: Tensor,
  variable: LaneVariable,
  constraint: Constraint,
  numbers: LaneNumbers,
): Tensor {
  if (constraint.type === 'nonNeg') return tf.relu(weights)
  const norms = tf.sqrt(sumAlong(tf.square(weights), laneAxis(variable, constraint.axis)))
  return tf.mul(weights, tf.div(desiredNorms(norms, constraint, numbers), tf.add(norms, EPSILON)))
}

function sumAlong(values: Tensor, axis: number): Tensor {
  return axis === 1 ? sumRows(values) : tf.sum(values, axis, true)
}

function desiredNorms(
  norms: Tensor,
  constraint: Exclude<Constraint, { type: 'nonNeg' }>,
  numbers: LaneNumbers,
): Tensor {
  switch (constraint.type) {
    case 'unitNorm':
      return tf.onesLike(norms)
    case 'maxNorm':
      return tf.minimum(norms, numbers('maxValue'))
    case 'minMaxNorm': {
      const clipped = tf.minimum(tf.maximum(norms, numbers('minValue')), numbers('maxValue'))
      return tf.add(tf.mul(numbers('rate'), clipped), tf.mul(numbers('keptShare'), norms))
    }
  }
}
