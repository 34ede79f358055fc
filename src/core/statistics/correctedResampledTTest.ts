import { foldDifferences } from './foldDifferences.ts'
import type { FoldDifferences } from './foldDifferences.ts'
import { tSurvival } from './tDistribution.ts'

/** Result of the test. */
export interface ResampledTTest {
  /** `null` where the differences do not vary at all. */
  readonly t: number | null
  readonly df: number
  /** Two-sided. */
  readonly p: number
}

/**
 * Corrected resampled t-test of two models on the same folds (Nadeau and Bengio 2003). `null` for fewer than two
 * folds. Where all differences are equal there is no t, and p is that of the sign test.
 *
 * @param testTrainRatio held-out rows per training row, 1/9 for ten folds.
 */
export function correctedResampledTTest(
  first: readonly number[],
  second: readonly number[],
  testTrainRatio: number,
): ResampledTTest | null {
  const differences = foldDifferences(first, second, testTrainRatio)
  if (!differences) return null
  const { folds, mean, standardError } = differences
  return { t: standardError === 0 ? null : mean / standardError, df: folds - 1, p: pOf(differences) }
}

/** The two-sided p value of fold-by-fold differences. */
export function pOf({ folds, mean, standardError }: Omit<FoldDifferences, 'std'>): number {
  if (standardError === 0) return mean === 0 ? 1 : 2 * 0.5 ** folds
  return 2 * tSurvival(Math.abs(mean / standardError), folds - 1)
}
