import type { Constraint, Initializer, Regularizer } from '../../core/model/modelSpec.ts'

/** A weight of every lane, stacked: shape `[lanes, rows, columns]`; a vector has one row. */
export interface LaneVariable {
  /** `layer/kernel`, as in Keras. */
  readonly name: string
  readonly rows: number
  readonly columns: number
  readonly trainable: boolean
  readonly initializer: Initializer
  readonly constraint?: Constraint
  readonly regularizer?: Regularizer
  /** Rank in Keras: a kernel's axes are `[in, out]`, a vector's is `[units]`. */
  readonly rank: 1 | 2
}

/** The lane tensor's axis that is Keras's `axis` of this variable (negative counts from the end). */
export function laneAxis(variable: LaneVariable, axis: number): number {
  const fromStart = axis < 0 ? axis + variable.rank : axis
  return fromStart + (variable.rank === 2 ? 1 : 2)
}
