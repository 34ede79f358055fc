import { MOST_POINTS, pick, thinPath } from '../figures/thinPath.ts'
import { countsByThreshold, pooledCounts } from './countsByThreshold.ts'
import { pooledRows } from './heldOut.ts'
import type { HeldOut } from './heldOut.ts'
import { meanOverClasses } from './rocCurve.ts'
import type { AverageCurve, ClassCurve } from './rocCurve.ts'
import { pooledSpread, spreadOf } from './spread.ts'
import type { PooledSpread } from './spread.ts'
import type { ThresholdCounts } from './thresholdCounts.ts'

/** Points of a precision-recall curve, recall descending to 0. */
export interface PrecisionRecallPoints {
  readonly precision: readonly number[]
  readonly recall: readonly number[]
  /** Ascending; the last is `null`: nothing is called positive. */
  readonly thresholds: readonly (number | null)[]
}

/** Precision-recall curves of a candidate: of the positive class, or of each class against the rest. */
export interface PrecisionRecallCurves {
  readonly classes: readonly ClassCurve<PrecisionRecallPoints>[]
  readonly averagePrecision: PooledSpread
  /** Folds without a value, because they hold out no row of the class. */
  readonly undefinedFolds: number
  /** Share of positive rows, of each of `classes`: the precision of a guess. */
  readonly prevalence: readonly number[]
}

const MOST_FOLD_LINES = 100
const AVERAGE_PLACES = 101

/** All points (scikit-learn's `precision_recall_curve`); `null` where class 1 does not occur. */
export function precisionRecallPoints(counts: ThresholdCounts, most = MOST_POINTS): PrecisionRecallPoints | null {
  const { thresholds, truePositives, falsePositives, positives } = counts
  if (positives === 0) return null
  const count = thresholds.length
  const precision = new Float64Array(count + 1)
  const recall = new Float64Array(count + 1)
  for (let i = 0; i < count; i += 1) {
    precision[count - 1 - i] = truePositives[i] / (truePositives[i] + falsePositives[i])
    recall[count - 1 - i] = truePositives[i] / positives
  }
  precision[count] = 1
  const kept = thinPath(recall, precision, most)
  return {
    precision: pick(precision, kept),
    recall: pick(recall, kept),
    thresholds: Array.from(kept, (place) => (place === count ? null : thresholds[count - 1 - place])),
  }
}

/** Precision averaged over the steps of recall, without interpolation; `null` where class 1 does not occur. */
export function averagePrecisionOf({ truePositives, falsePositives, positives }: ThresholdCounts): number | null {
  if (positives === 0) return null
  let area = 0
  // From the lowest threshold up, as scikit-learn adds them.
  for (let i = truePositives.length - 1; i >= 0; i -= 1) {
    const before = i === 0 ? 0 : truePositives[i - 1]
    area +=
      (truePositives[i] / positives - before / positives) * (truePositives[i] / (truePositives[i] + falsePositives[i]))
  }
  return area
}

/** Precision-recall curves of held-out predictions, exact in their areas, at most 2,000 points each. */
export function precisionRecallCurves(heldOut: HeldOut): PrecisionRecallCurves {
  const codes = heldOut.task === 'binary' ? [1] : heldOut.classes.map((_, code) => code)
  const pooled = pooledRows(heldOut)
  const classes = codes.map((code) => classCurve(heldOut, code))
  const averagePrecision = meanOverClasses(classes.map(({ area }) => area))
  return {
    classes,
    averagePrecision,
    undefinedFolds: averagePrecision.byFold.filter((value) => value === null).length,
    prevalence: codes.map((code) => pooled.truth.filter((label) => label === code).length / pooled.truth.length),
  }
}

function classCurve(heldOut: HeldOut, code: number): ClassCurve<PrecisionRecallPoints> {
  const pointsEach = heldOut.fits.length > 20 ? 200 : 500
  const folds = heldOut.fits.map((fit) => {
    const counts = countsByThreshold(fit, heldOut.width, code)
    const { repeat, fold } = fit
    return { repeat, fold, area: averagePrecisionOf(counts), points: precisionRecallPoints(counts, pointsEach) }
  })
  const pooled = pooledCounts(heldOut, code)
  const drawn = folds.flatMap(({ repeat, fold, points }) => (points ? [{ repeat, fold, points }] : []))
  return {
    label: heldOut.classes[code],
    pooled: precisionRecallPoints(pooled) ?? { precision: [], recall: [], thresholds: [] },
    folds: drawn.slice(0, MOST_FOLD_LINES),
    average: averageOf(drawn.map(({ points }) => points)),
    area: pooledSpread(
      folds.map(({ area }) => area),
      averagePrecisionOf(pooled),
    ),
  }
}

/** Between its points precision goes by steps: straight lines would promise too much (Davis and Goadrich 2006). */
function averageOf(curves: readonly PrecisionRecallPoints[]): AverageCurve | null {
  if (curves.length === 0) return null
  const x = Array.from({ length: AVERAGE_PLACES }, (_, place) => place / (AVERAGE_PLACES - 1))
  const spreads = x.map((recall) => spreadOf(curves.map((curve) => precisionAt(curve, recall))))
  return { x, mean: spreads.map(({ mean }) => mean ?? 0), std: spreads.map(({ std }) => std ?? 0) }
}

/** Precision at the highest threshold that still reaches this recall. */
function precisionAt({ precision, recall }: PrecisionRecallPoints, wanted: number): number {
  let low = 0
  let high = recall.length - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if (recall[middle] >= wanted) low = middle
    else high = middle - 1
  }
  return precision[low]
}
