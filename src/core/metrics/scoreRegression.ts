import type { Scores } from './scores.ts'
import { mean } from '../statistics/descriptive.ts'
import { definedScores } from './definedScores.ts'
import { weightedMean, type Scoring } from './scoring.ts'

/**
 * All scores of a regression, in the unit of the target. R² and explained variance are `null` for fewer than two rows.
 * With weights, every row counts by its weight, as scikit-learn's `sample_weight`.
 */
export function scoreRegression(
  values: ArrayLike<number>,
  predictions: ArrayLike<number>,
  { weights }: Pick<Scoring, 'weights'> = {},
): Scores {
  const truth = Array.from(values)
  const errors = truth.map((value, i) => value - predictions[i])
  const absolute = errors.map(Math.abs)
  const meanOf = (of: readonly number[]): number => (weights ? weightedMean(of, weights) : mean(of))
  const meanSquaredError = meanSquare(errors, meanOf)
  const spread = variance(truth, meanOf)
  return definedScores({
    meanSquaredError,
    rootMeanSquaredError: Math.sqrt(meanSquaredError),
    meanAbsoluteError: meanOf(absolute),
    r2: truth.length < 2 ? null : explained(meanSquaredError, spread),
    medianAbsoluteError: weights ? weightedMedian(absolute, weights) : median(absolute),
    explainedVariance: truth.length < 2 ? null : explained(variance(errors, meanOf), spread),
  })
}

/** 1 - left / all; where all values are equal 1 for a perfect prediction, else 0 (scikit-learn's `force_finite`). */
function explained(left: number, all: number): number {
  if (Number.isNaN(left) || all > 0) return 1 - left / all
  return left === 0 ? 1 : 0
}

type Mean = (values: readonly number[]) => number

/**
 * The mean squared deviation; exactly 0 where all values are equal, which a sum of squares does not say: the mean of 0.1 three
 * times is not 0.1.
 */
function variance(values: readonly number[], meanOf: Mean): number {
  const center = meanOf(values)
  if (Number.isFinite(center) && values.every((value) => value === values[0])) return 0
  return meanSquare(
    values.map((value) => value - center),
    meanOf,
  )
}

function meanSquare(values: readonly number[], meanOf: Mean): number {
  return meanOf(values.map((value) => value * value))
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2
}

/** The value at which half of the weight is reached, averaged with the next where it is reached exactly (scikit-learn). */
function weightedMedian(values: readonly number[], weights: ArrayLike<number>): number {
  const order = values.map((_, i) => i).filter((i) => weights[i] > 0)
  order.sort((a, b) => values[a] - values[b])
  const half = order.reduce((sum, i) => sum + weights[i], 0) / 2
  let reached = 0
  for (const [place, i] of order.entries()) {
    reached += weights[i]
    if (reached > half) return values[i]
    if (reached === half) return (values[i] + values[order[place + 1] ?? i]) / 2
  }
  return NaN
}
