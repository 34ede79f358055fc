import type { CellNotice } from '../../core/model/noticedCells.ts'
import type { Predictions } from '../../core/model/predictions.ts'

/** A row of the file with what the model says about it. */
export interface PredictedRow {
  /** Physical line, from 1. */
  readonly line: number
  /** Binary: P(class 1). Multiclass: a probability per class. Regression: value in the target's unit. Absent where the row has a problem. */
  readonly value?: Predictions['values'][number]
  /** How far passes of Monte Carlo dropout spread about it (standard deviation, in its unit); absent unless asked for. */
  readonly spread?: number
  /** What the file says, where scores were asked for. */
  readonly actual?: string | number
  /** Cells copied through, in the order of `copied`. */
  readonly copied: readonly string[]
  /** Why there is no prediction. */
  readonly problem?: string
  /** Cells that stand behind the prediction and were not as in training; absent where all were. */
  readonly notices?: readonly CellNotice[]
}
