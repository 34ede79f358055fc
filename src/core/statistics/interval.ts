import { mean, sampleStd } from './descriptive.ts'
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

/**
 * Interval of a mean over folds that share training rows: Student's, with the variance widened by test rows per training row
 * (Nadeau and Bengio 2003). `null` for fewer than two values.
 */
export function correctedInterval(values: readonly number[], testTrainRatio: number, level = 0.95): Interval | null {
  if (values.length < 2) return null
  const spread = sampleStd(values) * Math.sqrt(1 / values.length + testTrainRatio)
  const reach = tQuantile((1 + level) / 2, values.length - 1) * spread
  const center = mean(values)
  return { low: center - reach, high: center + reach, level, method: "Student's t, corrected for resampling" }
}
