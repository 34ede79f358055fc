import type { FitState } from './runState.ts'
import type { Series } from './series.ts'

/** Training accuracy this little above the largest class's share is chance. */
const MARGIN = 0.02
/** Values in a row at chance before a fit is said to have collapsed. */
const LEAST = 10
/** A fit that never learned is named once it has had this many. */
const PATIENCE = 25

/**
 * Position in the history (from 0) from which a fit is at chance and has stayed there, or `undefined`.
 *
 * Collapsed means: finite, but on its own training rows no better than always naming the largest class. Early epochs
 * may be: a fit that has not yet been better is given time.
 * @param classCounts rows of each class; empty for regression, which has no such mark.
 */
export function collapsedAt(fit: FitState, classCounts: readonly number[]): number | undefined {
  const series = fit.history['accuracy'] as Series | undefined
  if (!series || classCounts.length === 0 || fit.status === 'diverged') return undefined
  const rows = classCounts.reduce((sum, count) => sum + count, 0)
  const chance = Math.max(...classCounts) / rows + MARGIN
  let from = series.length
  while (from > 0 && series.buffer[from - 1] <= chance) from -= 1
  const stretch = series.length - from
  if (stretch < LEAST) return undefined
  return from === 0 && stretch < PATIENCE ? undefined : from
}
