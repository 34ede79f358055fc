import type { Task } from '../dataset/table.ts'
import { scoreBinary } from './scoreBinary.ts'
import { scoreMulticlass } from './scoreMulticlass.ts'
import { scoreRegression } from './scoreRegression.ts'
import type { Scores } from './scores.ts'

/** The truth that predictions are compared with: class codes, or values, of every row. */
export interface Truth {
  readonly task: Task
  readonly labels?: Int32Array
  readonly values?: Float64Array
}

/** Predictions: P(class 1), the probabilities of every class, or values. */
export type PredictedValues = readonly number[] | readonly (readonly number[])[]

/** Scores of predictions against the truth of the same rows. */
export function scoreRows({ task, labels, values }: Truth, rows: Int32Array, predicted: PredictedValues): Scores {
  if (task === 'regression') {
    const truth = values ?? new Float64Array(0)
    return scoreRegression(
      Array.from(rows, (row) => truth[row]),
      predicted as readonly number[],
    )
  }
  const codes = labels ?? new Int32Array(0)
  const truth = rows.map((row) => codes[row])
  return task === 'binary'
    ? scoreBinary(truth, predicted as readonly number[])
    : scoreMulticlass(truth, predicted as readonly (readonly number[])[])
}
