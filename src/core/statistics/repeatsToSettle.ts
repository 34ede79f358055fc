import { chancesOf } from './bayesianCorrelatedTTest.ts'
import { foldDifferences } from './foldDifferences.ts'
import type { Comparison } from './verdict.ts'
import { SURE } from './verdict.ts'

/**
 * How many repeats of the folds in all would settle which model is better or that both are the same, if the
 * differences went on as they are: with the mean and deviation seen so far, the smallest number of repeats for which
 * the Bayesian correlated t-test is sure. `null` where none up to `most` is: repeats use the same rows again, so the
 * error of the mean never falls below `std * sqrt(testTrainRatio)`, and only more data would help.
 *
 * @param repeats repeats already run, whose folds `comparison` holds.
 */
export function repeatsToSettle(comparison: Comparison, repeats: number, most = 100): number | null {
  const { first, second, testTrainRatio, zone } = comparison
  const seen = foldDifferences(first, second, testTrainRatio)
  if (!seen) return null
  const foldsPerRepeat = seen.folds / repeats
  for (let planned = repeats; planned <= most; planned++) {
    const folds = Math.round(planned * foldsPerRepeat)
    const standardError = seen.std * Math.sqrt(1 / folds + testTrainRatio)
    const chances = chancesOf({ mean: seen.mean, standardError, folds }, zone)
    if (Math.max(chances.first, chances.equal, chances.second) >= SURE) return planned
  }
  return null
}
