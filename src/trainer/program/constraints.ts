/** Keras's weight constraints on stacked variables; limits are per lane. */
import type { Constraint } from '../../core/model/modelSpec.ts'
import type { Tensor } from '../backend/tensorTypes.ts'
import { tf } from '../backend/tf.ts'
import { laneAxis, type LaneVariable } from './laneVariable.ts'
import { steadySqrtOfAll } from './steadySqrt.ts'
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
      return { minValue: constraint.minValue, maxValue: constraint.maxValue, rate: constraint.rate }
    case 'unitNorm':
    case 'nonNeg':
      return {}
  }
}

/** A weight that a step has just moved, with what it must keep to. */
export interface Constrained {
  readonly weights: Tensor
  readonly variable: LaneVariable
  readonly constraint: Constraint
  readonly numbers: LaneNumbers
}

/** Projects every weight onto its constraint, as Keras does after each update. All norms take one square root. */
export function constrainAll(items: readonly Constrained[]): readonly Tensor[] {
  const normed = items.filter(({ constraint }) => constraint.type !== 'nonNeg')
  const norms = normsOf(normed)
  return items.map((item) => {
    const { weights, constraint, numbers } = item
    if (constraint.type === 'nonNeg') return tf.relu(weights)
    const norm = norms[normed.indexOf(item)]
    return tf.mul(weights, tf.div(desiredNorms(norm, constraint, numbers), tf.add(norm, EPSILON)))
  })
}

function normsOf(items: readonly Constrained[]): readonly Tensor[] {
  const squares = items.map(({ weights, variable, constraint }) =>
    sumAlong(tf.square(weights), laneAxis(variable, 'axis' in constraint ? constraint.axis : 0)),
  )
  const rows = squares.map((square) => (square.shape[1] === 1 ? square : tf.reshape(square, [square.shape[0], 1, -1])))
  return steadySqrtOfAll(rows).map((norm, i) => (rows[i] === squares[i] ? norm : tf.reshape(norm, squares[i].shape)))
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
      const rate = numbers('rate')
      const clipped = tf.minimum(tf.maximum(norms, numbers('minValue')), numbers('maxValue'))
      return tf.add(tf.mul(rate, clipped), tf.mul(tf.sub(1, rate), norms))
    }
  }
}
