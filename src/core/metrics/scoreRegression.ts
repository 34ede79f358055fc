import type { Scores } from './scores.ts'
import { mean } from '../statistics/descriptive.ts'
import { definedScores } from './definedScores.ts'

/** All scores of a regression, in the unit of the target. R² and explained variance are `null` for fewer than two rows. */
export function scoreRegression(values: ArrayLike<number>, predictions: ArrayLike<number>): Scores {
  const truth = Array.from(values)
  const errors = truth.map((value, i) => value - predictions[i])
  const meanSquaredError = meanSquare(errors)
  const spread = variance(truth)
  return definedScores({
    meanSquaredError,
    rootMeanSquaredError: Math.sqrt(meanSquaredError),
    meanAbsoluteError: mean(errors.map(Math.abs)),
    r2: truth.length < 2 ? null : explained(meanSquaredError, spread),
    medianAbsoluteError: median(errors.map(Math.abs)),
    explainedVariance: truth.length < 2 ? null : explained(variance(errors), spread),
  })
}

/** 1 - left / all; where all values are equal 1 for a perfect prediction, else 0 (scikit-learn's `force_finite`). */
function explained(left: number, all: number): number {
  if (all > 0) return 1 - left / all
  return left === 0 ? 1 : 0
}

/**
 * The mean squared deviation; exactly 0 where all values are equal, which a sum of squares does not say: the mean of 0.1 three
 * times is not 0.1.
 */
function variance(values: readonly number[]): number {
  if (values.every((value) => value === values[0])) return 0
  const center = mean(values)
  return meanSquare(values.map((value) => value - center))
}

function meanSquare(values: readonly number[]): number {
  return mean(values.map((value) => value * value))
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2
}
