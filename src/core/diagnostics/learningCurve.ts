import { isOnUnitScale } from '../metrics/metrics.ts'
import type { Metric } from '../metrics/metrics.ts'
import { mean } from '../statistics/descriptive.ts'
import { foldDifferences } from '../statistics/foldDifferences.ts'
import { tQuantile } from '../statistics/tDistribution.ts'
import type { CheckedFit } from './checks/checkedFit.ts'
import { spreadOf } from './spread.ts'

/** What the last step of a learning curve says of more rows. */
export interface MoreRows {
  /** `yes`: the last step was a gain beyond its error; `no`: it was at most negligible; `unknown`: its error is too large. */
  readonly answer: 'yes' | 'no' | 'unknown'
  /** Gain of the score from the last part to all training rows, positive where better, with a 95 % interval over folds. */
  readonly gain: number
  readonly low: number
  readonly high: number
  /** The part the gain is counted from. */
  readonly from: number
}

/** Held-out scores of folds trained on parts of their training rows; the last point is the run itself. */
export interface LearningCurve {
  readonly metric: string
  /** Ascending shares of the training rows, the last 1. */
  readonly fractions: readonly number[]
  /** Training rows at each, mean over folds. */
  readonly rows: readonly number[]
  /** Mean and deviation over folds; `null` where no fold has a score. */
  readonly mean: readonly (number | null)[]
  readonly std: readonly (number | null)[]
  /** A score at each share, `null` where it is undefined or training diverged. */
  readonly byFold: readonly {
    readonly repeat: number
    readonly fold: number
    readonly scores: readonly (number | null)[]
  }[]
  /** Absent where fewer than two folds have both points. */
  readonly moreRows?: MoreRows
}

/** A gain below this is none: of a score between 0 and 1; of others this share of the score itself. */
const NEGLIGIBLE = 0.01

/** The learning curve of a candidate; `undefined` where no part was trained. */
export function learningCurve(fits: readonly CheckedFit[], metric: Metric): LearningCurve | undefined {
  const own = fits.filter(({ isDiverged, explanation }) => !isDiverged && (explanation?.learning?.length ?? 0) > 0)
  if (own.length === 0) return undefined
  const parts = new Set(own.flatMap(({ explanation }) => (explanation?.learning ?? []).map(({ fraction }) => fraction)))
  const fractions = [...[...parts].sort((a, b) => a - b), 1]
  const points = fractions.map((fraction) => own.map((fit) => pointOf(fit, fraction, metric.name)))
  const spreads = points.map((ofFolds) => spreadOf(ofFolds.map(({ score }) => score)))
  const moreRows = moreRowsOf(own, points, fractions, metric)
  return {
    metric: metric.name,
    fractions,
    rows: points.map((ofFolds) => mean(ofFolds.map(({ rows }) => rows))),
    mean: spreads.map((one) => one.mean),
    std: spreads.map((one) => one.std),
    byFold: own.map(({ repeat, fold }, i) => ({ repeat, fold, scores: points.map((ofFolds) => ofFolds[i].score) })),
    ...(moreRows && { moreRows }),
  }
}

interface Point {
  readonly score: number | null
  readonly rows: number
}

function pointOf({ scores, trainRows, explanation }: CheckedFit, fraction: number, metric: string): Point {
  if (fraction === 1) return { score: scores[metric] ?? null, rows: trainRows }
  const part = explanation?.learning?.find((one) => one.fraction === fraction)
  return { score: part?.scores?.[metric] ?? null, rows: part?.trainRows ?? fraction * trainRows }
}

/** The gain of the last step over folds, its error widened because folds share training rows. */
function moreRowsOf(
  fits: readonly CheckedFit[],
  points: readonly (readonly Point[])[],
  fractions: readonly number[],
  metric: Metric,
): MoreRows | undefined {
  const [before = [], last = []] = points.slice(-2)
  const pairs = last.flatMap(({ score }, i) => {
    const other = before[i].score
    return score === null || other === null ? [] : [{ score, other }]
  })
  const ratio = mean(fits.map(({ testRows, trainRows }) => testRows / Math.max(1, trainRows)))
  const sign = metric.isGreaterBetter ? 1 : -1
  const differences = foldDifferences(
    pairs.map(({ score }) => sign * score),
    pairs.map(({ other }) => sign * other),
    ratio,
  )
  if (!differences) return undefined
  const half = tQuantile(0.975, differences.folds - 1) * differences.standardError
  const [gain, low, high] = [differences.mean, differences.mean - half, differences.mean + half]
  const size = isOnUnitScale(metric) ? 1 : Math.abs(mean(pairs.map(({ score }) => score)))
  const answer = low > 0 ? 'yes' : high < NEGLIGIBLE * size ? 'no' : 'unknown'
  return { answer, gain, low, high, from: fractions.at(-2) ?? 1 }
}
