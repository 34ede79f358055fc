import type { Predictions } from '../model/predictions.ts'

/** What a reference is given of one fold: prepared rows, and the truth of the training rows alone. */
export interface ReferenceFold {
  readonly train: Matrix
  readonly test: Matrix
  readonly target: ReferenceTarget
  /** Weight of each training row; all 1 where absent. */
  readonly weights?: Float64Array
}

/** Rows of numbers, `values[row * width + column]`. */
export interface Matrix {
  readonly values: Float64Array
  readonly rows: number
  readonly width: number
}

/** Truth of the training rows: class codes below `classes`, or values. */
export type ReferenceTarget =
  | {
      readonly kind: 'classes'
      readonly labels: Int32Array
      readonly classes: number
      /** Predictions are the probability of the second class alone. */
      readonly isBinary: boolean
    }
  | { readonly kind: 'values'; readonly values: Float64Array }

/** Predictions of the held-out rows: P(class 1), all probabilities, or values. */
export type ReferencePredictions = Predictions['values']

/** Probabilities of every class for each row as predictions. */
export function classPredictions(
  rows: readonly (readonly number[])[],
  { isBinary }: Extract<ReferenceTarget, { kind: 'classes' }>,
): ReferencePredictions {
  return isBinary ? rows.map((row) => row[1]) : rows
}
