import { oneVersusRest } from './heldOut.ts'
import type { HeldOutRows } from './heldOut.ts'
import { thresholdCounts } from './thresholdCounts.ts'
import type { ThresholdCounts } from './thresholdCounts.ts'

const known = new WeakMap<HeldOutRows, Map<number, ThresholdCounts>>()

/**
 * Counts of one class against the rest at every threshold. Sorting the scores is most of the work of many diagnostics, so the
 * counts are kept as long as `rows` is.
 */
export function countsByThreshold(rows: HeldOutRows, width: number, code: number): ThresholdCounts {
  const ofRows = known.get(rows) ?? new Map<number, ThresholdCounts>()
  known.set(rows, ofRows)
  const found = ofRows.get(code)
  if (found) return found
  const { labels, scores } = oneVersusRest(rows, width, code)
  const counts = thresholdCounts(labels, scores)
  ofRows.set(code, counts)
  return counts
}
