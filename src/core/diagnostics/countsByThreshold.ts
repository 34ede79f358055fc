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
  // Not kept: they are quickly made, and as large.
  if (width === 1 && code === 0) return ofOtherClass(countsByThreshold(rows, width, 1))
  const ofRows = known.get(rows) ?? new Map<number, ThresholdCounts>()
  known.set(rows, ofRows)
  const found = ofRows.get(code)
  if (found) return found
  const counts = counted(rows, width, code)
  ofRows.set(code, counts)
  return counts
}

function counted(rows: HeldOutRows, width: number, code: number): ThresholdCounts {
  const { labels, scores } = oneVersusRest(rows, width, code)
  return thresholdCounts(labels, scores)
}

/** Of two classes: the counts of the other one, whose scores are one minus these. Nothing has to be sorted again. */
function ofOtherClass({
  thresholds,
  truePositives,
  falsePositives,
  positives,
  negatives,
}: ThresholdCounts): ThresholdCounts {
  const most = thresholds.length
  const other = {
    thresholds: new Float64Array(most),
    truePositives: new Float64Array(most),
    falsePositives: new Float64Array(most),
  }
  let count = 0
  for (let at = most - 1; at >= 0; at -= 1) {
    const score = 1 - thresholds[at]
    // Different scores next to zero may become equal ones.
    if (count > 0 && other.thresholds[count - 1] === score) count -= 1
    other.thresholds[count] = score
    other.truePositives[count] = negatives - (at > 0 ? falsePositives[at - 1] : 0)
    other.falsePositives[count] = positives - (at > 0 ? truePositives[at - 1] : 0)
    count += 1
  }
  return {
    thresholds: other.thresholds.subarray(0, count),
    truePositives: other.truePositives.subarray(0, count),
    falsePositives: other.falsePositives.subarray(0, count),
    positives: negatives,
    negatives: positives,
  }
}
