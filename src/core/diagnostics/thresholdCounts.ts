import { sortByValue } from '../dataset/sortByValue.ts'

/** How many rows of either class score at least each threshold. */
export interface ThresholdCounts {
  /** Every distinct score, descending. */
  readonly thresholds: Float64Array | Float32Array
  /** Weight of the rows of class 1 that score at least `thresholds[i]`; their number where no weights are given. */
  readonly truePositives: Float64Array | Uint32Array
  readonly falsePositives: Float64Array | Uint32Array
  /** Weight of all rows of class 1, and of all others. */
  readonly positives: number
  readonly negatives: number
}

/** Counts rows at every threshold that makes a difference. Labels are 0 or 1; scores are finite. */
export function thresholdCounts(
  labels: ArrayLike<number>,
  scores: Float64Array,
  weights?: ArrayLike<number>,
): ThresholdCounts {
  const { values, rows } = sortByValue(scores)
  const thresholds = new Float64Array(values.length)
  const truePositives = new Float64Array(values.length)
  const falsePositives = new Float64Array(values.length)
  let count = 0
  let positives = 0
  let negatives = 0
  for (let at = values.length - 1; at >= 0; at -= 1) {
    const weight = weights ? weights[rows[at]] : 1
    if (labels[rows[at]] === 1) positives += weight
    else negatives += weight
    if (at > 0 && values[at - 1] === values[at]) continue
    thresholds[count] = values[at]
    truePositives[count] = positives
    falsePositives[count++] = negatives
  }
  return {
    thresholds: thresholds.subarray(0, count),
    truePositives: truePositives.subarray(0, count),
    falsePositives: falsePositives.subarray(0, count),
    positives,
    negatives,
  }
}

/** The counts at a threshold that need not be a score: those of the lowest score that reaches it. */
export function countsAt(
  { thresholds, truePositives, falsePositives }: ThresholdCounts,
  threshold: number,
): { readonly truePositives: number; readonly falsePositives: number } {
  let low = 0
  let high = thresholds.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (thresholds[middle] >= threshold) low = middle + 1
    else high = middle
  }
  return low === 0
    ? { truePositives: 0, falsePositives: 0 }
    : { truePositives: truePositives[low - 1], falsePositives: falsePositives[low - 1] }
}
