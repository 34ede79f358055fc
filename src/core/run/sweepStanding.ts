import { correctedResampledTTest } from '../statistics/correctedResampledTTest.ts'

/** How a candidate of a sweep stands to the best one: it is the best, or no difference from the best is shown. */
export type Standing = 'best' | 'asGood'

/** A candidate with its scores, fold by fold, in the order of the sweep's folds. */
export interface StandingCandidate {
  readonly id: string
  /** Mean over folds; `null` where folds are missing. */
  readonly mean: number | null
  readonly folds: readonly (number | null)[]
}

/** What the candidates are compared by. */
export interface StandingGround {
  readonly isGreaterBetter: boolean
  /** Held-out rows per training row; absent: the best alone is named. */
  readonly testTrainRatio: number | undefined
}

const LEVEL = 0.05

/**
 * The best of a sweep, and the candidates as good: corrected resampled t-test against the best, p ≥ 0.05. It is not adjusted for
 * the number of candidates: among many that would call almost any of them as good. Candidates that lack a fold have no standing.
 */
export function sweepStandings(
  candidates: readonly StandingCandidate[],
  { isGreaterBetter, testTrainRatio }: StandingGround,
): ReadonlyMap<string, Standing> {
  const whole = candidates.flatMap(({ id, mean, folds }) =>
    mean === null || folds.includes(null) ? [] : [{ id, mean, folds: folds.filter((value) => value !== null) }],
  )
  const sign = isGreaterBetter ? 1 : -1
  const best = whole.reduce<(typeof whole)[number] | undefined>(
    (most, one) => (most && sign * most.mean >= sign * one.mean ? most : one),
    undefined,
  )
  if (!best) return new Map()
  const others = whole.filter((one) => one !== best && one.folds.length === best.folds.length)
  const asGood = others.filter(
    ({ folds }) =>
      testTrainRatio !== undefined && (correctedResampledTTest(best.folds, folds, testTrainRatio)?.p ?? 0) >= LEVEL,
  )
  return new Map<string, Standing>([[best.id, 'best'], ...asGood.map(({ id }) => [id, 'asGood'] as const)])
}
