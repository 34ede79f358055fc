import { joinRows, oneVersusRest, pooledFits } from './heldOut.ts'
import type { HeldOut, HeldOutRows } from './heldOut.ts'
import { countsOfSingles } from './scoreKeys.ts'
import { thresholdCounts } from './thresholdCounts.ts'
import type { ThresholdCounts } from './thresholdCounts.ts'

const known = new WeakMap<HeldOutRows | HeldOut, Map<number, ThresholdCounts>>()

/**
 * Counts of one class against the rest at every threshold. Sorting the scores is most of the work of many diagnostics, so the
 * counts are kept as long as `rows` is.
 */
export function countsByThreshold(rows: HeldOutRows, width: number, code: number): ThresholdCounts {
  return kept(rows, width, code, () => [rows])
}

/** As {@link countsByThreshold}, of the pooled rows; kept as long as `heldOut` is. */
export function pooledCounts(heldOut: HeldOut, code: number): ThresholdCounts {
  return kept(heldOut, heldOut.width, code, () => pooledFits(heldOut))
}

function kept(
  owner: HeldOutRows | HeldOut,
  width: number,
  code: number,
  partsOf: () => readonly HeldOutRows[],
): ThresholdCounts {
  // Not kept: they are quickly made, and as large.
  if (width === 1 && code === 0) return ofOtherClass(kept(owner, width, 1, partsOf))
  const ofOwner = known.get(owner) ?? new Map<number, ThresholdCounts>()
  known.set(owner, ofOwner)
  const found = ofOwner.get(code)
  if (found) return found
  const counts = counted(partsOf(), width, code)
  ofOwner.set(code, counts)
  return counts
}

function counted(parts: readonly HeldOutRows[], width: number, code: number): ThresholdCounts {
  const counts = countsOfSingles(parts, width, code)
  if (counts) return counts
  const rows = parts.length === 1 ? parts[0] : joinRows(parts)
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
    truePositives: new Uint32Array(most),
    falsePositives: new Uint32Array(most),
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
