import type { Scores } from '../../core/metrics/scores.ts'
import { scoreBinary } from '../../core/metrics/scoreBinary.ts'
import { scoreMulticlass } from '../../core/metrics/scoreMulticlass.ts'
import { scoreRegression } from '../../core/metrics/scoreRegression.ts'
import type { Predictions } from '../../core/model/predictions.ts'
import type { SavedModel } from '../../core/model/savedModel.ts'
import { HoldoutError } from '../../core/errors.ts'
import type { Actuals } from './actualsOf.ts'

/**
 * Scores over the rows that have a prediction and a target; `rows[i]` is the place of `values[i]` among the targets.
 * @throws HoldoutError `preprocessing/no-target` where no row has one
 */
export function scorePredictions(
  { task, classes, positiveClass }: Pick<SavedModel, 'task' | 'classes' | 'positiveClass'>,
  rows: readonly number[],
  values: Predictions['values'],
  { codes }: Actuals,
): { scores: Scores; scoredRows: number } {
  const scored = [...rows.keys()].filter((at) => !Number.isNaN(codes[rows[at]]))
  if (scored.length === 0)
    throw new HoldoutError(
      'preprocessing/no-target',
      'no row has a target that the model knows: there is nothing to score',
      {
        hint: 'Use a file whose target holds the classes or numbers of training.',
      },
    )
  const actual = scored.map((at) => codes[rows[at]])
  const predicted = scored.map((at) => values[at]) as Predictions['values']
  return { scores: scoresOf(task, actual, predicted, positiveClass === classes[0] ? 0 : 1), scoredRows: scored.length }
}

function scoresOf(
  task: SavedModel['task'],
  actual: readonly number[],
  predicted: Predictions['values'],
  positive: number,
): Scores {
  switch (task) {
    case 'binary':
      return scoreBinary(actual, predicted as readonly number[], undefined, { positive })
    case 'multiclass':
      return scoreMulticlass(Int32Array.from(actual), predicted as readonly (readonly number[])[])
    case 'regression':
      return scoreRegression(actual, predicted as readonly number[])
  }
}
