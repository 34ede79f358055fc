import { sortByValue } from '../dataset/sortByValue.ts'

/**
 * True and false positives when everything scored at least `thresholds[i]` counts as positive; thresholds descending. Typed arrays:
 * lists of a million rows took hundreds of megabytes.
 */
export interface Thresholded {
  readonly thresholds: Float64Array
  readonly truePositives: Float64Array
  readonly falsePositives: Float64Array
}

/** Points of the ROC curve, from (0, 0) to (1, 1). */
export interface RocCurve {
  readonly falsePositiveRate: readonly number[]
  readonly truePositiveRate: readonly number[]
  /** Descending; the first is infinite: nothing is positive. */
  readonly thresholds: readonly number[]
}

/** Points of the precision-recall curve, recall descending to 0. */
export interface PrecisionRecallCurve {
  readonly precision: readonly number[]
  readonly recall: readonly number[]
  /** Ascending; one fewer than points. */
  readonly thresholds: readonly number[]
}

/** Mean predicted probability and share of positives of each bin that has rows. */
export interface CalibrationCurve {
  readonly predicted: readonly number[]
  readonly observed: readonly number[]
  readonly counts: readonly number[]
}

/**
 * The ROC curve (scikit-learn's `roc_curve`, points on straight lines dropped). Labels 0 and 1.
 * `null` where only one class occurs.
 */
export function rocCurve(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  weights?: ArrayLike<number>,
): RocCurve | null {
  const { thresholds, truePositives, falsePositives } = withoutCollinear(countAtThresholds(labels, scores, weights))
  const positives = truePositives.at(-1) ?? 0
  const negatives = falsePositives.at(-1) ?? 0
  if (positives === 0 || negatives === 0) return null
  return {
    falsePositiveRate: [0, ...falsePositives.map((count) => count / negatives)],
    truePositiveRate: [0, ...truePositives.map((count) => count / positives)],
    thresholds: [Infinity, ...thresholds],
  }
}

/** Area under the ROC curve: the chance that a row of class 1 scores above one of class 0. `null` with one class only. */
export function rocAuc(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number | null {
  return rocAreaOf(countAtThresholds(labels, scores, weights))
}

/** As {@link rocAuc}, of rows that were counted. */
export function rocAreaOf(counts: Thresholded): number | null {
  const { truePositives, falsePositives } = withoutCollinear(counts)
  const positives = truePositives.at(-1) ?? 0
  const negatives = falsePositives.at(-1) ?? 0
  if (positives === 0 || negatives === 0) return null
  let [area, lastX, lastY] = [0, 0, 0]
  for (let i = 0; i < truePositives.length; i++) {
    const [x, y] = [falsePositives[i] / negatives, truePositives[i] / positives]
    area += ((x - lastX) * (y + lastY)) / 2
    lastX = x
    lastY = y
  }
  return area
}

/** The precision-recall curve (scikit-learn's `precision_recall_curve`). `null` where class 1 does not occur. */
export function precisionRecallCurve(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  weights?: ArrayLike<number>,
): PrecisionRecallCurve | null {
  const { thresholds, truePositives, falsePositives } = countAtThresholds(labels, scores, weights)
  const positives = truePositives.at(-1) ?? 0
  if (positives === 0) return null
  const precision = truePositives.map((count, i) => precisionAt(count, falsePositives[i]))
  return {
    precision: [...precision.reverse(), 1],
    recall: [...truePositives.map((count) => count / positives).reverse(), 0],
    thresholds: [...thresholds].reverse(),
  }
}

/** Precision averaged over the steps of recall, without interpolation. `null` where class 1 does not occur. */
export function averagePrecision(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number | null {
  return averagePrecisionOf(countAtThresholds(labels, scores, weights))
}

/** As {@link averagePrecision}, of rows that were counted. */
export function averagePrecisionOf({ truePositives, falsePositives }: Thresholded): number | null {
  const positives = truePositives.at(-1) ?? 0
  if (positives === 0) return null
  let area = 0
  for (let i = truePositives.length - 1; i >= 0; i--) {
    const step = truePositives[i] / positives - (i === 0 ? 0 : truePositives[i - 1] / positives)
    area += step * precisionAt(truePositives[i], falsePositives[i])
  }
  return area
}

function precisionAt(truePositives: number, falsePositives: number): number {
  return truePositives === 0 ? 0 : truePositives / (truePositives + falsePositives)
}

/** Predicted against observed probability in `bins` bins of equal width (scikit-learn's `calibration_curve`). */
export function calibrationCurve(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  bins = 10,
): CalibrationCurve {
  const edges = Array.from({ length: bins - 1 }, (_, i) => (i + 1) * (1 / bins))
  const sums = Array.from({ length: bins }, () => ({ predicted: 0, observed: 0, count: 0 }))
  for (let i = 0; i < labels.length; i++) {
    // A probability on an edge belongs to the bin below it.
    const bin = sums[edges.filter((edge) => edge < probabilities[i]).length]
    bin.predicted += probabilities[i]
    bin.observed += labels[i]
    bin.count++
  }
  const filled = sums.filter(({ count }) => count > 0)
  return {
    predicted: filled.map(({ predicted, count }) => predicted / count),
    observed: filled.map(({ observed, count }) => observed / count),
    counts: filled.map(({ count }) => count),
  }
}

/** Counts rows at every threshold that makes a difference. Labels 0 and 1. */
export function countAtThresholds(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  weights?: ArrayLike<number>,
): Thresholded {
  const { values, rows } = sortByValue(scores instanceof Float64Array ? scores : new Float64Array(scores))
  const counts = emptyCounts(values.length)
  const { thresholds, truePositives, falsePositives } = counts
  let [count, positives, all] = [0, 0, 0]
  for (let end = values.length; end > 0;) {
    let start = end - 1
    while (start > 0 && values[start - 1] === values[start]) start--
    // Rows of equal scores in their order: sums of weights depend on it.
    for (let at = start; at < end; at++) {
      const weight = weights?.[rows[at]] ?? 1
      positives += labels[rows[at]] * weight
      all += weight
    }
    thresholds[count] = values[start]
    truePositives[count] = positives
    falsePositives[count++] = all - positives
    end = start
  }
  return first(counts, count)
}

function withoutCollinear(counts: Thresholded): Thresholded {
  const { thresholds, truePositives, falsePositives } = counts
  const bends = (values: Float64Array, i: number): boolean => values[i + 1] - values[i] !== values[i] - values[i - 1]
  const last = thresholds.length - 1
  const kept = emptyCounts(thresholds.length)
  let count = 0
  for (let i = 0; i <= last; i++) {
    if (i > 0 && i < last && !bends(truePositives, i) && !bends(falsePositives, i)) continue
    kept.thresholds[count] = thresholds[i]
    kept.truePositives[count] = truePositives[i]
    kept.falsePositives[count++] = falsePositives[i]
  }
  return first(kept, count)
}

function emptyCounts(count: number): Thresholded {
  return {
    thresholds: new Float64Array(count),
    truePositives: new Float64Array(count),
    falsePositives: new Float64Array(count),
  }
}

function first({ thresholds, truePositives, falsePositives }: Thresholded, count: number): Thresholded {
  return {
    thresholds: thresholds.subarray(0, count),
    truePositives: truePositives.subarray(0, count),
    falsePositives: falsePositives.subarray(0, count),
  }
}
