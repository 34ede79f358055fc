/** A point of a curve. */
export type Point = readonly [x: number, y: number]

/**
 * At most about `most` points that keep the shape: of each stretch its lowest and its highest, in their order.
 * Gaps (values that are no finite numbers) are left out.
 */
export function decimate(points: readonly Point[], most: number): readonly Point[] {
  const finite = points.filter(([, y]) => Number.isFinite(y))
  if (finite.length <= most) return finite
  const buckets = Math.max(1, Math.floor(most / 2) - 1)
  const kept: Point[] = [finite[0]]
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const from = Math.floor((bucket * finite.length) / buckets)
    const to = Math.floor(((bucket + 1) * finite.length) / buckets)
    kept.push(...extremes(finite, from, to))
  }
  kept.push(finite[finite.length - 1])
  return kept
}

function extremes(points: readonly Point[], from: number, to: number): readonly Point[] {
  let low = from
  let high = from
  for (let index = from; index < to; index += 1) {
    if (points[index][1] < points[low][1]) low = index
    if (points[index][1] > points[high][1]) high = index
  }
  if (low === high) return [points[low]]
  return low < high ? [points[low], points[high]] : [points[high], points[low]]
}
