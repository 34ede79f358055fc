/** True and false positives when everything scored at least `thresholds[i]` counts as positive; thresholds descending. */
interface Thresholded {
  readonly thresholds: readonly number[]
  readonly truePositives: readonly number[]
  readonly falsePositives: readonly number[]
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
  const curve = rocCurve(labels, scores, weights)
  if (!curve) return null
  const { falsePositiveRate: x, truePositiveRate: y } = curve
  let area = 0
  for (let i = 1; i < x.length; i++) area += ((x[i] - x[i - 1]) * (y[i] + y[i - 1])) / 2
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
  const precision = truePositives.map((count, i) => (count === 0 ? 0 : count / (count + falsePositives[i])))
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
  const curve = precisionRecallCurve(labels, scores, weights)
  if (!curve) return null
  const { precision, recall } = curve
  let area = 0
  for (let i = 0; i < precision.length - 1; i++) area += (recall[i] - recall[i + 1]) * precision[i]
  return area
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

function countAtThresholds(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  weights?: ArrayLike<number>,
): Thresholded {
  const order = Array.from({ length: labels.length }, (_, i) => i).sort((a, b) => scores[b] - scores[a])
  const thresholds: number[] = []
  const truePositives: number[] = []
  const falsePositives: number[] = []
  let positives = 0
  let all = 0
  order.forEach((row, i) => {
    const weight = weights?.[row] ?? 1
    positives += labels[row] * weight
    all += weight
    const isLastOfScore = i === order.length - 1 || scores[order[i + 1]] !== scores[row]
    if (!isLastOfScore) return
    thresholds.push(scores[row])
    truePositives.push(positives)
    falsePositives.push(all - positives)
  })
  return { thresholds, truePositives, falsePositives }
}

function withoutCollinear(counts: Thresholded): Thresholded {
  const { thresholds, truePositives, falsePositives } = counts
  const bends = (values: readonly number[], i: number): boolean =>
    values[i + 1] - values[i] !== values[i] - values[i - 1]
  const last = thresholds.length - 1
  const isKept = (_: number, i: number): boolean =>
    i === 0 || i === last || bends(truePositives, i) || bends(falsePositives, i)
  return {
    thresholds: thresholds.filter(isKept),
    truePositives: truePositives.filter(isKept),
    falsePositives: falsePositives.filter(isKept),
  }
}
