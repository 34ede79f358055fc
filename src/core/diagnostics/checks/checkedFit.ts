import type { Scores } from '../../metrics/scores.ts'
import type { FitExplanation } from '../explanation.ts'

/** One fit as a check sees it. */
export interface CheckedFit {
  readonly repeat: number
  readonly fold: number
  readonly isDiverged: boolean
  readonly scores: Scores
  /** One number per epoch: `loss` and `accuracy` while training, `valLoss` and `valAccuracy` on held-out rows. */
  readonly history: Readonly<Record<string, readonly number[]>>
  readonly epochs: number
  readonly bestEpoch?: number
  readonly trainRows: number
  readonly testRows: number
  /** What was computed from its model; absent in older runs. */
  readonly explanation?: FitExplanation
}
