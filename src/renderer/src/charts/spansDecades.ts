/** The greatest value over the least from which on an axis is logarithmic. */
const DECADES = 100

/** Whether all values are positive and span two decades or more: a linear axis would show the larger ones alone. */
export function spansDecades(values: readonly number[]): boolean {
  const finite = values.filter(Number.isFinite)
  const least = finite.reduce((low, value) => Math.min(low, value), Infinity)
  return least > 0 && finite.some((value) => value >= DECADES * least)
}
