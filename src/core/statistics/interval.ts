import { mean, sampleStd } from './descriptive.ts'
import { ROUNDING } from './foldDifferences.ts'
import { tQuantile } from './tDistribution.ts'

/** An interval with the method it was made by. */
export interface Interval {
  readonly low: number
  readonly high: number
  /** E.g. 0.95. */
  readonly level: number
  /** Name of the method, in words. */
  readonly method: string
}

export interface IntervalOptions {
  /** 0.95 unless given. */
  readonly level?: number
  /** Magnitude of the numbers that the values were formed from, where they are differences: what rounding is relative to. */
  readonly scale?: number
}

/**
 * Interval of a mean over folds that share training rows: Student's, with the variance widened by test rows per training row
 * (Nadeau and Bengio 2003). `null` for fewer than two values, and where they are all equal: an interval without width would
 * claim to be certain of what a few equal folds cannot tell.
 */
export function correctedInterval(
  values: readonly number[],
  testTrainRatio: number,
  { level = 0.95, scale = 0 }: IntervalOptions = {},
): Interval | null {
  const std = sampleStd(values)
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), scale)
  if (values.length < 2 || std <= ROUNDING * largest) return null
  const spread = std * Math.sqrt(1 / values.length + testTrainRatio)
  const reach = tQuantile((1 + level) / 2, values.length - 1) * spread
  const center = mean(values)
  return { low: center - reach, high: center + reach, level, method: "Student's t, corrected for resampling" }
}
