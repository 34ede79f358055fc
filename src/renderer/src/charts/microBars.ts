import type { ColumnProfile } from '../../../core/dataset/profile.ts'

/** A bar of a small histogram: from 0 to 1 of its box, y growing downwards. */
export interface MicroBar {
  readonly x: number
  readonly width: number
  readonly y: number
  readonly height: number
}

const MOST_BARS = 20
/** So that few are not taken for none. */
const LEAST_HEIGHT = 0.04

/** The bars of the small histogram in a column's head; none for what has no distribution to speak of. */
export function microBars(profile: ColumnProfile): readonly MicroBar[] {
  const counts = countsOf(profile)
  const most = Math.max(0, ...counts)
  if (most === 0) return []
  return counts.map((count, index) => {
    const height = count === 0 ? 0 : Math.max(LEAST_HEIGHT, count / most)
    return { x: index / counts.length, width: 0.86 / counts.length, y: 1 - height, height }
  })
}

function countsOf(profile: ColumnProfile): readonly number[] {
  if (profile.kind === 'number') return joined(profile.histogram?.counts ?? [])
  return profile.kind === 'values' ? profile.top.slice(0, MOST_BARS).map(({ count }) => count) : []
}

/** Neighbouring bars put together until they fit. */
function joined(counts: readonly number[]): readonly number[] {
  const each = Math.ceil(counts.length / MOST_BARS)
  if (each <= 1) return counts
  return Array.from({ length: Math.ceil(counts.length / each) }, (_, bar) =>
    counts.slice(bar * each, (bar + 1) * each).reduce((sum, count) => sum + count, 0),
  )
}
