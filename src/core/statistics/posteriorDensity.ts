import type { Interval } from './interval.ts'
import { tQuantile } from './tDistribution.ts'

/** How likely each difference is, as points of a curve whose highest point is 1. */
export interface PosteriorDensity {
  readonly differences: readonly number[]
  readonly densities: readonly number[]
}

/** Standard errors to each side of the mean that the curve covers. */
const REACH = 4

/**
 * The posterior of a mean difference between two models: Student's t around `difference`, as wide as its corrected interval
 * says (the standard error of the Bayesian correlated t-test and of the corrected resampled t-test are the same).
 * `null` where the interval has no width.
 */
export function posteriorDensity(
  difference: number,
  interval: Interval,
  folds: number,
  points = 121,
): PosteriorDensity | null {
  const df = folds - 1
  if (df < 1) return null
  const standardError = (interval.high - interval.low) / 2 / tQuantile((1 + interval.level) / 2, df)
  if (!(standardError > 0)) return null
  const steps = Array.from({ length: points }, (_, index) => REACH * ((2 * index) / (points - 1) - 1))
  return {
    differences: steps.map((t) => difference + t * standardError),
    densities: steps.map((t) => (1 + (t * t) / df) ** (-(df + 1) / 2)),
  }
}
