/** A quantile of ascending values, linear between neighbours. */
export function quantileOf(sorted: Float64Array, quantile: number): number {
  const at = quantile * (sorted.length - 1)
  const below = Math.floor(at)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below] + (at - below) * (sorted[above] - sorted[below])
}
