import { pairwiseSum } from './pairwiseSum.ts'

/** The mean, added in numpy's order; NaN of nothing. */
export function mean(values: readonly number[]): number {
  return pairwiseSum(values) / values.length
}

/** Standard deviation with divisor `n`, as numpy's `.std()`: how much these very folds differ. */
export function populationStd(values: readonly number[]): number {
  return Math.sqrt(squaredDeviations(values) / values.length)
}

/** Standard deviation with divisor `n - 1`: an estimate for folds not seen. NaN for fewer than two values. */
export function sampleStd(values: readonly number[]): number {
  return values.length < 2 ? NaN : Math.sqrt(squaredDeviations(values) / (values.length - 1))
}

function squaredDeviations(values: readonly number[]): number {
  const center = mean(values)
  return pairwiseSum(values.map((value) => (value - center) * (value - center)))
}
