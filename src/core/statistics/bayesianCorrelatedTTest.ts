import type { FoldDifferences } from './foldDifferences.ts'
import { foldDifferences } from './foldDifferences.ts'
import { tCumulative, tSurvival } from './tDistribution.ts'

/** Chances that add up to one. */
export interface Chances {
  /** That the first scores higher by more than the zone. */
  readonly first: number
  /** That both score the same for all practical purposes. */
  readonly equal: number
  readonly second: number
}

/**
 * Bayesian correlated t-test of two models on the same folds (Benavoli et al. 2017). `null` for fewer than two folds.
 *
 * @param testTrainRatio held-out rows per training row; the folds' correlation is `ratio / (1 + ratio)`.
 * @param zone half width of the region of practical equivalence, in the metric's unit.
 */
export function bayesianCorrelatedTTest(
  first: readonly number[],
  second: readonly number[],
  testTrainRatio: number,
  zone: number,
): Chances | null {
  const differences = foldDifferences(first, second, testTrainRatio)
  return differences && chancesOf(differences, zone)
}

/**
 * The chances by the posterior of the mean difference: Student's t around the mean, scaled by its standard error.
 *
 * Where all folds differ by the same there is no error to scale by, and the test would be certain even of two folds. Scores that
 * are shares of few rows often differ by the same: then each fold counts as the toss of a coin, and five of them make sure.
 */
export function chancesOf({ mean, standardError, folds }: Omit<FoldDifferences, 'std'>, zone: number): Chances {
  if (standardError === 0) return unvaried(mean, folds, zone)
  const df = folds - 1
  const first = tSurvival((zone - mean) / standardError, df)
  const second = tCumulative((-zone - mean) / standardError, df)
  return { first, equal: Math.max(0, 1 - first - second), second }
}

function unvaried(mean: number, folds: number, zone: number): Chances {
  const doubt = 0.5 ** folds
  if (mean > zone) return { first: 1 - doubt, equal: 0, second: doubt }
  if (mean < -zone) return { first: doubt, equal: 0, second: 1 - doubt }
  return { first: doubt / 2, equal: 1 - doubt, second: doubt / 2 }
}
