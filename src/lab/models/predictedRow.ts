import type { Predictions } from '../../core/model/predictions.ts'

/** What is to be known of a cell that a prediction rests on. */
export interface RowNotice {
  /**
   * `imputed`: missing, and filled in as in training. `unseen`: a category that no training row had. `outside`: beyond what training
   * rows had.
   */
  readonly kind: 'imputed' | 'unseen' | 'outside'
  /** The model's name for the column. */
  readonly column: string
  /** What the cell holds; absent where it is missing. */
  readonly cell?: string | number
}

/** A row of the file with what the model says about it. */
export interface PredictedRow {
  /** Physical line, from 1. */
  readonly line: number
  /** Binary: P(class 1). Multiclass: a probability per class. Regression: value in the target's unit. Absent where the row has a problem. */
  readonly value?: Predictions['values'][number]
  /** What the file says, where scores were asked for. */
  readonly actual?: string | number
  /** Cells copied through, in the order of `copied`. */
  readonly copied: readonly string[]
  /** Why there is no prediction. */
  readonly problem?: string
  /** Cells that stand behind the prediction and were not as in training; absent where all were. */
  readonly notices?: readonly RowNotice[]
}
