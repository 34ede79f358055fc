import { mean, populationStd, sampleStd } from '../statistics/descriptive.ts'
import { normalQuantile } from '../statistics/normal.ts'
import { rankCorrelation } from '../dataset/rankCorrelation.ts'
import { shapiroWilk } from '../statistics/shapiroWilk.ts'
import type { ShapiroWilk } from '../statistics/shapiroWilk.ts'
import { joinRows, pooledRows } from './heldOut.ts'
import type { HeldOut, HeldOutFit, HeldOutRows } from './heldOut.ts'
import { spreadOf } from './spread.ts'
import type { Spread } from './spread.ts'

/** Points of a scatter plot, each with its row. */
export interface RowPoints {
  /** From 0. */
  readonly rows: readonly number[]
  readonly x: readonly number[]
  readonly y: readonly number[]
}

/** A prediction interval of constant width around each prediction, from residuals of rows the model did not learn from. */
export interface PredictionInterval {
  /** Share of rows it is made to cover. */
  readonly level: number
  readonly halfWidth: number
  /**
   * Share of a fold's rows within the interval made from the other folds of its repeat, over folds; `null` mean where there is
   * only one fold.
   */
  readonly coverage: Spread
  readonly coverageByFold: readonly { readonly repeat: number; readonly fold: number; readonly coverage: number }[]
}

/** Errors of a regression: truth minus prediction, over all held-out rows of the first repeat. */
export interface Residuals {
  readonly rows: number
  readonly mean: number
  /** Sample standard deviation (divisor n − 1); `null` of a single row. */
  readonly sd: number | null
  /** Population skewness and excess kurtosis; `null` where all residuals are equal. */
  readonly skewness: number | null
  readonly kurtosis: number | null
  /** `null` for fewer than 3 and more than 5,000 rows. */
  readonly shapiro: ShapiroWilk | null
  /** Spearman's correlation of absolute residual and prediction: errors that grow with the prediction. */
  readonly spreadWithPrediction: number | null
  readonly meanAbsolutePercentageError: number
  readonly pinball10: number
  readonly maxError: number
  readonly interval: PredictionInterval
  readonly histogram: { readonly edges: readonly number[]; readonly counts: readonly number[] }
  readonly qq: { readonly theoretical: readonly number[]; readonly ordered: readonly number[] }
  /** Prediction (x) and truth (y). */
  readonly actual: RowPoints
  /** Prediction (x) and residual (y). */
  readonly againstPrediction: RowPoints
}

const LEVEL = 0.9
const MOST_POINTS = 2000
/** Smallest divisor of a relative error (numpy's `eps`, as scikit-learn takes it). */
const EPSILON = 2 ** -52
const PINBALL = 0.1
const HISTOGRAM_BINS = 30

/** Residuals of held-out predictions, exact in their numbers, at most 2,000 points a series. */
export function residuals(heldOut: HeldOut): Residuals {
  const pooled = pooledRows(heldOut)
  const errors = residualsOf(pooled)
  const values = [...errors]
  const deviation = populationStd(values)
  const center = mean(values)
  const moment = (power: number): number | null =>
    deviation > 0 ? mean(values.map((error) => ((error - center) / deviation) ** power)) : null
  const fourth = moment(4)
  const shown = shownRows(errors)
  return {
    rows: errors.length,
    mean: center,
    sd: errors.length > 1 ? sampleStd(values) : null,
    skewness: moment(3),
    kurtosis: fourth === null ? null : fourth - 3,
    shapiro: shapiroWilk(errors),
    spreadWithPrediction: rankCorrelation(errors.map(Math.abs), pooled.values),
    meanAbsolutePercentageError: mean(
      values.map((error, i) => Math.abs(error) / Math.max(Math.abs(pooled.truth[i]), EPSILON)),
    ),
    pinball10: mean(values.map((error) => (error >= 0 ? PINBALL * error : (PINBALL - 1) * error))),
    maxError: errors.reduce((most, error) => Math.max(most, Math.abs(error)), 0),
    interval: predictionInterval(heldOut, errors),
    histogram: histogramOf(errors),
    qq: quantilePlot(errors),
    actual: pointsOf(pooled, shown, pooled.values, pooled.truth),
    againstPrediction: pointsOf(pooled, shown, pooled.values, errors),
  }
}

/** Truth minus prediction of each row. */
export function residualsOf({ truth, values }: HeldOutRows): Float64Array {
  return truth.map((value, row) => value - values[row])
}

/** The smallest half width that covers `level` of new rows on average: of n residuals the ⌈(n + 1) · level⌉-th smallest. */
export function halfWidth(errors: Float64Array, level: number): number {
  const sorted = errors.map(Math.abs).sort()
  return sorted[Math.min(Math.ceil((sorted.length + 1) * level), sorted.length) - 1]
}

function predictionInterval(heldOut: HeldOut, errors: Float64Array): PredictionInterval {
  const byRepeat = [...Map.groupBy(heldOut.fits, ({ repeat }) => repeat).values()]
  const isFew = heldOut.fits.length <= 200
  const coverageByFold = byRepeat.flatMap((fits) =>
    fits.length > 1 && isFew ? fits.map((fit) => coverageOf(fit, fits)) : [],
  )
  return {
    level: LEVEL,
    halfWidth: halfWidth(errors, LEVEL),
    coverage: spreadOf(coverageByFold.map(({ coverage }) => coverage)),
    coverageByFold,
  }
}

function coverageOf(fit: HeldOutFit, fits: readonly HeldOutFit[]): PredictionInterval['coverageByFold'][number] {
  const others = joinRows(fits.filter((other) => other !== fit))
  const width = halfWidth(residualsOf(others), LEVEL)
  const within = residualsOf(fit).filter((error) => Math.abs(error) <= width).length
  return { repeat: fit.repeat, fold: fit.fold, coverage: within / fit.rows.length }
}

function histogramOf(errors: Float64Array): Residuals['histogram'] {
  const low = errors.reduce((least, error) => Math.min(least, error), Infinity)
  const high = errors.reduce((most, error) => Math.max(most, error), -Infinity)
  const bins = high > low ? Math.min(HISTOGRAM_BINS, Math.max(5, Math.ceil(Math.sqrt(errors.length)))) : 1
  const width = (high - low) / bins
  const counts = Array<number>(bins).fill(0)
  for (const error of errors) counts[Math.min(bins - 1, width > 0 ? Math.floor((error - low) / width) : 0)] += 1
  return { edges: Array.from({ length: bins + 1 }, (_, i) => (i === bins ? high : low + i * width)), counts }
}

/** Ordered residuals against Filliben's medians of normal order statistics (scipy's `probplot`). */
function quantilePlot(errors: Float64Array): Residuals['qq'] {
  const ordered = Float64Array.from(errors).sort()
  const count = ordered.length
  const kept = evenly(count, MOST_POINTS)
  const ends = 0.5 ** (1 / count)
  const median = (i: number): number => {
    if (i === 0) return 1 - ends
    return i === count - 1 ? ends : (i + 1 - 0.3175) / (count + 0.365)
  }
  return { theoretical: kept.map((i) => normalQuantile(median(i))), ordered: kept.map((i) => ordered[i]) }
}

/** Places of rows that are drawn: all, or of 2,000 the largest errors and evenly many of the others. */
export function shownRows(errors: Float64Array): readonly number[] {
  if (errors.length <= MOST_POINTS) return [...errors.keys()]
  const order = [...errors.keys()].sort((a, b) => Math.abs(errors[b]) - Math.abs(errors[a]))
  const largest = order.slice(0, MOST_POINTS / 10)
  const others = order.slice(largest.length).sort((a, b) => a - b)
  return [...largest, ...evenly(others.length, MOST_POINTS - largest.length).map((i) => others[i])].sort(
    (a, b) => a - b,
  )
}

function evenly(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, i) => i)
  return Array.from({ length: most }, (_, i) => Math.round((i * (count - 1)) / (most - 1)))
}

function pointsOf({ rows }: HeldOutRows, shown: readonly number[], x: Float64Array, y: Float64Array): RowPoints {
  return { rows: shown.map((i) => rows[i]), x: shown.map((i) => x[i]), y: shown.map((i) => y[i]) }
}
