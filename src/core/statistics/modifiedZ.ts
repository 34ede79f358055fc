/** Scales the median absolute deviation to a normal distribution's standard deviation. */
const NORMAL = 0.6745

/**
 * Modified z-scores (Iglewicz and Hoaglin 1993): distance from the median in units of the median absolute deviation. All 0 or
 * infinite where more than half of the values are equal.
 */
export function modifiedZ(values: readonly number[]): number[] {
  const center = medianOf(values)
  const deviation = medianOf(values.map((value) => Math.abs(value - center)))
  return values.map((value) => (value === center ? 0 : (NORMAL * (value - center)) / deviation))
}

/** The middle value, or the mean of the two in the middle; NaN of nothing. */
export function medianOf(values: Iterable<number>): number {
  const sorted = Float64Array.from(values).sort()
  const middle = (sorted.length - 1) / 2
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2
}
