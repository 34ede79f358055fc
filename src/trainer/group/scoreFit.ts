/** Held-out outputs of a fit as predictions in the target's own terms, and what they are worth. */
import type { Task } from '../../core/dataset/table.ts'
import { CLIP } from '../../core/metrics/logLoss.ts'
import { scoreRows } from '../../core/metrics/scoreRows.ts'
import type { Truth } from '../../core/metrics/scoreRows.ts'
import { predictionValues } from '../../core/model/predictionValues.ts'
import type { Predictions } from '../../core/model/predictions.ts'
import type { Scores } from '../../core/metrics/scores.ts'
import type { FoldData } from './foldData.ts'

/** Predictions for `rows` from network outputs `[rows * outputs]`. */
export function predictionsOf(
  task: Task,
  classes: readonly string[],
  rows: Int32Array,
  outputs: Float32Array,
  { targetScale }: FoldData,
): Predictions {
  return { rows: [...rows], values: predictionValues({ task, classes, targetScale }, outputs) }
}

/**
 * Scores of `predictions` against the truth of the same rows; probabilities are float32, and the log loss clips them as such. Of
 * `only` some scores where names are given (`Scoring.only`).
 */
export function scoresOf(truth: Truth, { rows, values }: Predictions, only?: readonly string[]): Scores {
  return scoreRows(truth, Int32Array.from(rows), values, CLIP.float32, only)
}
