/** numpy's machine epsilon of float64. */
const EPSILON = 2 ** -52

/** How a numeric column is scaled: `(value - center) / scale`. */
export interface Scaling {
  readonly center: number
  readonly scale: number
}

/** Sums over values, each added up in their order. */
export interface Moments {
  readonly total: number
  /** Of deviations from the mean. */
  readonly squares: number
  readonly deviations: number
}

/** Scaling by mean and population standard deviation (scikit-learn's `StandardScaler`). Constant values: scale 1. */
export function standardScaling(values: Float64Array): Scaling {
  return scalingByMoments(momentsOf(values), values.length)
}

function momentsOf(values: Float64Array): Moments {
  const count = values.length
  const total = sum(values)
  const mean = total / count
  let squares = 0
  let deviations = 0
  // One pass over the values: a table of 90,000 rows × 100 columns is prepared anew for each fold.
  for (let i = 0; i < count; i++) {
    const deviation = values[i] - mean
    squares += deviation * deviation
    deviations += deviation
  }
  return { total, squares, deviations }
}

/** {@link standardScaling} of `count` values by their moments. */
export function scalingByMoments({ total, squares, deviations }: Moments, count: number): Scaling {
  const mean = total / count
  // The second term takes back what rounding of the mean added (Chan, Golub and LeVeque 1983).
  const variance = (squares - deviations ** 2 / count) / count
  return { center: mean, scale: isConstant(variance, mean, count) ? 1 : Math.sqrt(variance) }
}

/** Scaling of the range to [0, 1] (`MinMaxScaler`). */
export function minMaxScaling(values: Float64Array): Scaling {
  const { min, max } = rangeOf(values)
  return { center: min, scale: safeScale(max - min) }
}

/** Scaling by median and interquartile range (`RobustScaler`). */
export function robustScaling(values: Float64Array): Scaling {
  const sorted = values.slice().sort()
  const spread = quantileOfSorted(sorted, 0.75) - quantileOfSorted(sorted, 0.25)
  return { center: quantileOfSorted(sorted, 0.5), scale: safeScale(spread) }
}

/** Scaling by the largest magnitude (`MaxAbsScaler`). */
export function maxAbsScaling(values: Float64Array): Scaling {
  const { min, max } = rangeOf(values)
  return { center: 0, scale: safeScale(Math.max(-min, max)) }
}

/** The mean of all values. */
export function meanOf(values: Float64Array): number {
  return sum(values) / values.length
}

/** The value in the middle, the mean of both for an even count. */
export function medianOf(values: Float64Array): number {
  return quantileOfSorted(values.slice().sort(), 0.5)
}

/** The value that occurs most often, the smallest of several. */
export function mostFrequentOf(values: Iterable<number>): number {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  let best = NaN
  let most = 0
  for (const [value, count] of counts) {
    if (count > most || (count === most && value < best)) {
      best = value
      most = count
    }
  }
  return best
}

/** A quantile of ascending values, linear between neighbours (numpy's default). */
export function quantileOfSorted(sorted: Float64Array, quantile: number): number {
  const at = quantile * (sorted.length - 1)
  const below = Math.floor(at)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below] + (at - below) * (sorted[above] - sorted[below])
}

/** scikit-learn's bound on what a constant column's variance may be by rounding alone. */
function isConstant(variance: number, mean: number, count: number): boolean {
  return variance <= count * EPSILON * variance + (count * mean * EPSILON) ** 2
}

function safeScale(scale: number): number {
  return scale < 10 * EPSILON ? 1 : scale
}

function rangeOf(values: Float64Array): { min: number; max: number } {
  let min = Infinity
  let max = -Infinity
  for (const value of values) {
    if (value < min) min = value
    if (value > max) max = value
  }
  return { min, max }
}

function sum(values: Float64Array): number {
  let total = 0
  for (let i = 0; i < values.length; i++) total += values[i]
  return total
}
