/** Held-out outputs of a fit as predictions in the target's own terms, and what they are worth. */
import { present } from '../../core/present.ts'
import type { Task } from '../../core/dataset/table.ts'
import { CLIP } from '../../core/metrics/logLoss.ts'
import { scoreBinary } from '../../core/metrics/scoreBinary.ts'
import { scoreMulticlass } from '../../core/metrics/scoreMulticlass.ts'
import { scoreRegression } from '../../core/metrics/scoreRegression.ts'
import { predictionValues } from '../../core/model/predictionValues.ts'
import type { Predictions } from '../../core/model/predictions.ts'
import type { Scores } from '../../core/metrics/scores.ts'
import type { FoldData } from './foldData.ts'

/** The truth that predictions are compared with: class codes, or values. */
export interface Truth {
  readonly task: Task
  readonly labels?: Int32Array
  readonly values?: Float64Array
}

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

/** Scores of `predictions` against the truth of the same rows; probabilities are float32, and the log loss clips them as such. */
export function scoresOf(truth: Truth, predictions: Predictions): Scores {
  const rows = Int32Array.from(predictions.rows)
  const { values } = predictions
  switch (truth.task) {
    case 'binary':
      return scoreBinary(pickLabels(truth, rows), values as readonly number[], CLIP.float32)
    case 'multiclass':
      return scoreMulticlass(pickLabels(truth, rows), values as readonly (readonly number[])[], CLIP.float32)
    case 'regression':
      return scoreRegression(pickValues(truth, rows), values as readonly number[])
  }
}

function pickLabels({ labels }: Truth, rows: Int32Array): Int32Array {
  const codes = present(labels, 'class codes')
  return rows.map((row) => codes[row])
}

function pickValues({ values }: Truth, rows: Int32Array): number[] {
  const all = present(values, 'target values')
  return Array.from(rows, (row) => all[row])
}
