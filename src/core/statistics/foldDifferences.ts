import { HoldoutError } from '../errors.ts'
import { mean, sampleStd } from './descriptive.ts'

/** What fold-by-fold differences between two models come to. */
export interface FoldDifferences {
  readonly folds: number
  /** Mean of first minus second. */
  readonly mean: number
  readonly std: number
  /** Standard error of the mean, widened because folds share training rows (Nadeau and Bengio 2003). */
  readonly standardError: number
}

/** Rounding in scores leaves differences that are equal in truth apart by about this much, relative to the scores. */
export const ROUNDING = 1e-12

/**
 * Differences `first[i] - second[i]` over the same folds. `null` for fewer than two folds.
 *
 * @param testTrainRatio held-out rows per training row, 1/9 for ten folds.
 */
export function foldDifferences(
  first: readonly number[],
  second: readonly number[],
  testTrainRatio: number,
): FoldDifferences | null {
  if (first.length !== second.length) {
    throw new HoldoutError(
      'bug/unpaired-folds',
      `cannot compare ${first.length} folds with ${second.length}: expected scores of the same folds`,
    )
  }
  if (first.length < 2) return null
  const differences = first.map((score, i) => score - second[i])
  const largest = [...first, ...second].reduce((most, score) => Math.max(most, Math.abs(score)), 0)
  // Relative to the scores, for squares of very small differences would underflow.
  const relativeStd = largest === 0 ? 0 : sampleStd(differences.map((difference) => difference / largest))
  const std = relativeStd <= ROUNDING ? 0 : relativeStd * largest
  const folds = differences.length
  return { folds, mean: mean(differences), std, standardError: std * Math.sqrt(1 / folds + testTrainRatio) }
}
