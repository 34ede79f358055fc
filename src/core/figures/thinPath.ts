import { extent } from '../statistics/extent.ts'

/** Points that one series of a figure has at most. */
export const MOST_POINTS = 2000

/**
 * Which points of a path that only moves right or up (or down) are kept so that at most `most` are left: the ends, and each that
 * lies far enough along the path from the one kept before. `x` and `y` are scaled to their own ranges.
 */
export function thinPath(x: ArrayLike<number>, y: ArrayLike<number>, most: number = MOST_POINTS): Uint32Array {
  const count = x.length
  if (count <= most) return Uint32Array.from({ length: count }, (_, index) => index)
  const scaleX = 1 / (Math.abs(x[count - 1] - x[0]) || 1)
  let total = 0
  const [low, high] = extent(y)
  const scaleY = 1 / (high - low || 1)
  for (let i = 1; i < count; i += 1) total += Math.abs(x[i] - x[i - 1]) * scaleX + Math.abs(y[i] - y[i - 1]) * scaleY
  const step = total / (most - 2)
  const kept = [0]
  let along = 0
  for (let i = 1; i < count - 1; i += 1) {
    along += Math.abs(x[i] - x[i - 1]) * scaleX + Math.abs(y[i] - y[i - 1]) * scaleY
    if (along < step * kept.length || kept.length >= most - 1) continue
    kept.push(i)
  }
  kept.push(count - 1)
  return Uint32Array.from(kept)
}

/** The numbers at these places. */
export function pick(values: ArrayLike<number>, places: ArrayLike<number>): number[] {
  return Array.from(places, (place) => values[place])
}
