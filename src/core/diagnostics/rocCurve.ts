import { MOST_POINTS, pick, thinPath } from '../figures/thinPath.ts'
import { countsByThreshold, pooledCounts } from './countsByThreshold.ts'
import type { HeldOut } from './heldOut.ts'
import { pooledSpread, spreadOf } from './spread.ts'
import type { PooledSpread, Spread } from './spread.ts'
import type { ThresholdCounts } from './thresholdCounts.ts'

/** Points of a ROC curve, from (0, 0) to (1, 1). */
export interface RocPoints {
  readonly fpr: readonly number[]
  readonly tpr: readonly number[]
  /** Descending; the first is `null`: nothing is called positive. */
  readonly thresholds: readonly (number | null)[]
}

/** Mean of the folds' curves at equally spaced places of the horizontal axis. */
export interface AverageCurve {
  readonly x: readonly number[]
  readonly mean: readonly number[]
  readonly std: readonly number[]
}

/** The curve of one class against the rest. */
export interface ClassCurve<Points> {
  readonly label: string
  readonly pooled: Points
  readonly folds: readonly { readonly repeat: number; readonly fold: number; readonly points: Points }[]
  readonly average: AverageCurve | null
  readonly area: PooledSpread
}

/** ROC curves of a candidate: of the positive class, or of each class against the rest. */
export interface RocCurves {
  readonly classes: readonly ClassCurve<RocPoints>[]
  /** Over folds; of several classes the mean over classes. */
  readonly auc: PooledSpread
  /** Folds without an area, because they hold out one class only. */
  readonly undefinedFolds: number
}

/** Folds whose own line is kept: more could not be distinguished. */
const MOST_FOLD_LINES = 100
const AVERAGE_PLACES = 101

/** All points of a ROC curve (scikit-learn's `roc_curve` without dropping any); `null` where one class does not occur. */
export function rocPoints(counts: ThresholdCounts, most = MOST_POINTS): RocPoints | null {
  const { thresholds, truePositives, falsePositives, positives, negatives } = counts
  if (positives === 0 || negatives === 0) return null
  const fpr = sharesFromZero(falsePositives, negatives)
  const tpr = sharesFromZero(truePositives, positives)
  const kept = thinPath(fpr, tpr, most)
  return {
    fpr: pick(fpr, kept),
    tpr: pick(tpr, kept),
    thresholds: Array.from(kept, (place) => (place === 0 ? null : thresholds[place - 1])),
  }
}

/** Zero, then each count as a share of all. */
export function sharesFromZero(counts: ArrayLike<number>, all: number): Float64Array {
  const shares = new Float64Array(counts.length + 1)
  for (let i = 0; i < counts.length; i += 1) shares[i + 1] = counts[i] / all
  return shares
}

/** Area under the ROC curve over all thresholds, by trapezoids; `null` where one class does not occur. */
export function rocArea({ truePositives, falsePositives, positives, negatives }: ThresholdCounts): number | null {
  if (positives === 0 || negatives === 0) return null
  let area = 0
  let x = 0
  let y = 0
  for (let i = 0; i < truePositives.length; i += 1) {
    const nextX = falsePositives[i] / negatives
    const nextY = truePositives[i] / positives
    area += ((nextX - x) * (nextY + y)) / 2
    x = nextX
    y = nextY
  }
  return area
}

/** ROC curves of held-out predictions, exact in their areas, at most 2,000 points each. */
export function rocCurves(heldOut: HeldOut): RocCurves {
  const codes = heldOut.task === 'binary' ? [1] : heldOut.classes.map((_, code) => code)
  const classes = codes.map((code) => classCurve(heldOut, code))
  const auc = meanOverClasses(classes.map(({ area }) => area))
  return { classes, auc, undefinedFolds: auc.byFold.filter((area) => area === null).length }
}

function classCurve(heldOut: HeldOut, code: number): ClassCurve<RocPoints> {
  const pointsEach = heldOut.fits.length > 20 ? 200 : 500
  const folds = heldOut.fits.map((fit) => {
    const counts = countsByThreshold(fit, heldOut.width, code)
    return { repeat: fit.repeat, fold: fit.fold, area: rocArea(counts), points: rocPoints(counts, pointsEach) }
  })
  const pooled = pooledCounts(heldOut, code)
  const drawn = folds.flatMap(({ repeat, fold, points }) => (points ? [{ repeat, fold, points }] : []))
  return {
    label: heldOut.classes[code],
    pooled: rocPoints(pooled) ?? { fpr: [], tpr: [], thresholds: [] },
    folds: drawn.slice(0, MOST_FOLD_LINES),
    average: averageCurve(drawn.map(({ points }) => [points.fpr, points.tpr])),
    area: pooledSpread(
      folds.map(({ area }) => area),
      rocArea(pooled),
    ),
  }
}

/** Vertical average of curves given as x (ascending) and y, with its deviation; `null` without a curve. */
export function averageCurve(
  curves: readonly (readonly [x: readonly number[], y: readonly number[]])[],
): AverageCurve | null {
  if (curves.length === 0) return null
  const x = Array.from({ length: AVERAGE_PLACES }, (_, place) => place / (AVERAGE_PLACES - 1))
  const at = curves.map(([curveX, curveY]) => interpolated(x, curveX, curveY))
  const spreads: Spread[] = x.map((_, place) => spreadOf(at.map((values) => values[place])))
  const mean = spreads.map((spread) => spread.mean ?? 0)
  // Every curve begins at the origin, whatever its first step is.
  mean[0] = 0
  return { x, mean, std: spreads.map((spread, place) => (place === 0 ? 0 : (spread.std ?? 0))) }
}

/** Values between points of a curve on straight lines; of several at one place the last, as numpy's `interp`. */
function interpolated(wanted: readonly number[], x: readonly number[], y: readonly number[]): number[] {
  let at = 0
  return wanted.map((place) => {
    while (at < x.length - 1 && x[at + 1] <= place) at += 1
    if (at === x.length - 1 || x[at] === place) return y[at]
    return y[at] + ((y[at + 1] - y[at]) * (place - x[at])) / (x[at + 1] - x[at])
  })
}

/** Of each fold the mean over classes; `null` where a class has none. */
export function meanOverClasses(areas: readonly PooledSpread[]): PooledSpread {
  const folds = areas[0].byFold.map((_, fold) => meanOrNull(areas.map(({ byFold }) => byFold[fold])))
  return pooledSpread(folds, meanOrNull(areas.map(({ pooled }) => pooled)))
}

function meanOrNull(values: readonly (number | null)[]): number | null {
  const defined = values.filter((value) => value !== null)
  return defined.length < values.length ? null : defined.reduce((sum, value) => sum + value, 0) / defined.length
}
