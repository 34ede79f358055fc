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

/** Student's interval of a mean, as if the values were independent. `null` for fewer than two values. */
export function tInterval(values: readonly number[], level = 0.95): Interval | null {
  return aroundMean(values, 1 / values.length, level, "Student's t")
}

/**
 * Interval of a mean over folds that share training rows: the variance is widened by test rows per training row
 * (Nadeau and Bengio 2003). `null` for fewer than two values.
 */
export function correctedInterval(values: readonly number[], testTrainRatio: number, level = 0.95): Interval | null {
  return aroundMean(values, 1 / values.length + testTrainRatio, level, "Student's t, corrected for resampling")
}

function aroundMean(values: readonly number[], factor: number, level: number, method: string): Interval | null {
  if (values.length < 2) return null
  const reach = tQuantile((1 + level) / 2, values.length - 1) * sampleStd(values) * Math.sqrt(factor)
  const center = mean(values)
  return { low: center - reach, high: center + reach, level, method }
}
