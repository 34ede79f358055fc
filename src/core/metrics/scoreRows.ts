import type { Task } from '../dataset/table.ts'
import { weightedName } from './metrics.ts'
import { scoreBinary } from './scoreBinary.ts'
import { scoreMulticlass } from './scoreMulticlass.ts'
import { scoreRegression } from './scoreRegression.ts'
import type { Scores } from './scores.ts'
import type { Scoring } from './scoring.ts'

/** The truth that predictions are compared with: class codes, or values, of every row. */
export interface Truth {
  readonly task: Task
  readonly labels?: Int32Array
  readonly values?: Float64Array
  /** Code of the positive class; 1 unless given. */
  readonly positive?: number
  /** Weight of every row, where scores are to count rows by it too. */
  readonly weights?: Float64Array
}

/** Predictions: P(class 1), the probabilities of every class, or values. */
export type PredictedValues = readonly number[] | readonly (readonly number[])[]

/**
 * Scores of predictions against the truth of the same rows. Where rows have weights, every score stands twice: as it is, and
 * under {@link weightedName} with every row counted by its weight.
 *
 * @param epsilon how close to 0 and 1 probabilities may come in the log loss; follows from the array unless given.
 * @param only names of the scores that are asked for (`Scoring.only`); of rows with weights all are computed
 */
export function scoreRows(
  truth: Truth,
  rows: Int32Array,
  predicted: PredictedValues,
  epsilon?: number,
  only?: readonly string[],
): Scores {
  const asked = only && !truth.weights ? { only } : {}
  const plain = scored(truth, rows, predicted, epsilon, asked)
  const { weights } = truth
  if (!weights) return plain
  const ofRows = Float64Array.from(rows, (row) => weights[row])
  const weighted = Object.entries(scored(truth, rows, predicted, epsilon, { weights: ofRows }))
  return { ...plain, ...Object.fromEntries(weighted.map(([name, score]) => [weightedName(name), score])) }
}

function scored(
  { task, labels, values, positive = 1 }: Truth,
  rows: Int32Array,
  predicted: PredictedValues,
  epsilon: number | undefined,
  own: Pick<Scoring, 'weights' | 'only'>,
): Scores {
  const scoring = { positive, ...own }
  if (task === 'regression') {
    const truth = values ?? new Float64Array(0)
    return scoreRegression(
      Array.from(rows, (row) => truth[row]),
      predicted as readonly number[],
      scoring,
    )
  }
  const codes = labels ?? new Int32Array(0)
  const truth = rows.map((row) => codes[row])
  return task === 'binary'
    ? scoreBinary(truth, predicted as readonly number[], epsilon, scoring)
    : scoreMulticlass(truth, predicted as readonly (readonly number[])[], epsilon, scoring)
}
