import { HoldoutError } from '../../core/errors.ts'
import type { SavedModel } from '../../core/model/savedModel.ts'
import { conformalQuantile, predictionInterval, predictionSet } from '../../core/statistics/conformal.ts'

/** What stands beside a prediction: an interval, or the classes that are probable enough. */
export interface PredictedRange {
  readonly level: number
  readonly header: readonly string[]
  /** `value` as in predictions: a number, P(second class), or a probability per class. */
  readonly cells: (value: number | readonly number[]) => readonly (string | number)[]
  /** Of classes: whether exactly one is probable enough. Of numbers always. */
  readonly isSure: (value: number | readonly number[]) => boolean
}

/**
 * Intervals (of numbers) or sets (of classes) that hold the truth with a chance of about `level`, by cross-conformal prediction.
 * @throws HoldoutError `usage/bad-value` for a level that is no share, `model/no-held-out-scores`, `model/too-few-rows`.
 */
export function predictedRange({ task, classes, heldOutScores }: SavedModel, level: number): PredictedRange {
  if (!(level > 0 && level < 1)) throw badLevel(level)
  if (!heldOutScores) throw noScores()
  const quantile = conformalQuantile(heldOutScores, level)
  if (quantile === Infinity) throw tooFew(heldOutScores.length, level)
  if (task === 'regression')
    return {
      level,
      header: ['low', 'high'],
      cells: (value) => predictionInterval(value as number, quantile),
      isSure: () => true,
    }
  const setOf = (value: number | readonly number[]): readonly number[] =>
    predictionSet(typeof value === 'number' ? [1 - value, value] : value, quantile)
  return {
    level,
    header: ['set'],
    cells: (value) => [
      setOf(value)
        .map((label) => classes[label])
        .join(' | '),
    ],
    isSure: (value) => setOf(value).length === 1,
  }
}

function badLevel(level: number): HoldoutError {
  return new HoldoutError(
    'usage/bad-value',
    `--interval: expected a number between 0 and 1, received ${String(level)}.`,
    {
      hint: 'Use 0.9 for intervals that hold nine of ten values.',
    },
  )
}

function noScores(): HoldoutError {
  return new HoldoutError(
    'model/no-held-out-scores',
    'The model does not say how badly held-out rows were predicted: expected its scores, which intervals rest on.',
    { hint: 'Run the experiment again in one go; a fold that diverged, or a run that was resumed, leaves none.' },
  )
}

function tooFew(rows: number, level: number): HoldoutError {
  return new HoldoutError(
    'model/too-few-rows',
    `${String(rows)} held-out rows cannot give intervals at the level ${String(level)}: expected at least ${String(Math.ceil(level / (1 - level)))}.`,
    { hint: 'Use a lower level.' },
  )
}
