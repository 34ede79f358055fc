import type { Chances } from './bayesianCorrelatedTTest.ts'
import { chancesOf } from './bayesianCorrelatedTTest.ts'
import { pOf } from './correctedResampledTTest.ts'
import { foldDifferences } from './foldDifferences.ts'

/** How sure is sure enough. */
export const SURE = 0.95
/** From this chance on two models are called probably the same. */
export const LIKELY = 0.75

/**
 * What comparing two models comes to. `firstBetter`, `secondBetter`: with a chance of at least 95 %, and where the corrected
 * t-test finds a difference at the 5 % level; over repeated folds the chance alone names a winner among equal models in more
 * than 5 of 100 comparisons. `same`: practically the same, with a chance of at least 95 %. `noDifference`: probably no
 * meaningful difference, with at least 75 %. `cannotTell`: everything else, however small the difference of the means.
 */
export type VerdictKind = 'firstBetter' | 'secondBetter' | 'same' | 'noDifference' | 'cannotTell'

export interface Verdict {
  readonly kind: VerdictKind
  /** Mean of first minus second, in the metric's unit. */
  readonly difference: number
  /** Chances that first is better (not higher), both are the same, second is better. */
  readonly chances: Chances
}

/** Two models on the same folds. */
export interface Comparison {
  readonly first: readonly number[]
  readonly second: readonly number[]
  /** Held-out rows per training row. */
  readonly testTrainRatio: number
  /** Half width of the region of practical equivalence, in the metric's unit. */
  readonly zone: number
  readonly isGreaterBetter: boolean
}

/** Judges two models by the Bayesian correlated t-test and the corrected resampled t-test. `null` for fewer than two folds. */
export function verdict({ first, second, testTrainRatio, zone, isGreaterBetter }: Comparison): Verdict | null {
  const differences = foldDifferences(first, second, testTrainRatio)
  if (!differences) return null
  const higher = chancesOf(differences, zone)
  const chances = isGreaterBetter ? higher : { first: higher.second, equal: higher.equal, second: higher.first }
  // Folds that all differ by the same have no t-test: there the chance alone decides (decision 11).
  const isDifferent = differences.standardError === 0 || pOf(differences) < 1 - SURE
  return { kind: kindOf(chances, isDifferent), difference: differences.mean, chances }
}

/** The headline's kind by its thresholds. */
function kindOf(chances: Chances, isDifferent: boolean): VerdictKind {
  if (chances.first >= SURE && isDifferent) return 'firstBetter'
  if (chances.second >= SURE && isDifferent) return 'secondBetter'
  if (chances.equal >= SURE) return 'same'
  return chances.equal >= LIKELY ? 'noDifference' : 'cannotTell'
}

/** The headline in plain words. */
export function headlineOf(kind: VerdictKind, firstName: string, secondName: string): string {
  switch (kind) {
    case 'firstBetter':
      return `${firstName} is better`
    case 'secondBetter':
      return `${secondName} is better`
    case 'same':
      return 'Practically the same'
    case 'noDifference':
      return 'Probably no meaningful difference'
    case 'cannotTell':
      return 'Cannot tell yet'
  }
}

/**
 * A region of practical equivalence where the person names none: 0.01 for scores whose best value is 1 or that lie between 0
 * and 1 (Benavoli et al. 2017), else 1 % of the two means' average magnitude.
 */
export function defaultZone(isOnUnitScale: boolean, firstMean: number, secondMean: number): number {
  return isOnUnitScale ? 0.01 : (0.01 * (Math.abs(firstMean) + Math.abs(secondMean))) / 2
}
