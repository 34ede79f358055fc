import { solveCholesky } from '../references/solveCholesky.ts'
import { mean, sampleStd } from '../statistics/descriptive.ts'
import type { Interval } from '../statistics/interval.ts'
import { tCumulative, tQuantile } from '../statistics/tDistribution.ts'

/** Least squares fits of the scores of candidates on the values of their hyperparameters, one fit for each fold. */
export interface AdditiveFit {
  /** `[fold][column]`. */
  readonly coefficients: readonly Float64Array[]
  /** Scores less what the fit says: `[candidate][fold]`. */
  readonly residuals: readonly Float64Array[]
  /** Standard deviation of the candidates' mean residuals: what an additive model does not explain. */
  readonly residualStd: number
  /** Degrees of freedom of it. */
  readonly degrees: number
  /** Variance of each coefficient in units of the residual variance. */
  readonly leverages: readonly number[]
}

/** Keeps the normal equations solvable where two hyperparameters change together. */
const RIDGE = 1e-12

/**
 * Fits an additive model to each fold.
 * @param columns `[column][candidate]`, the constant one among them.
 * @param scores `[candidate][fold]`.
 */
export function additiveFit(
  columns: readonly (readonly number[])[],
  scores: readonly (readonly number[])[],
): AdditiveFit {
  const solve = solverOf(columns)
  const folds = scores[0].map((_, fold) => fold)
  const coefficients = folds.map((fold) => {
    const ofFold = scores.map((candidate) => candidate[fold])
    return solve(columns.map((column) => dot(column, ofFold)))
  })
  const residuals = scores.map((ofCandidate, row) =>
    Float64Array.from(ofCandidate, (score, fold) => score - said(columns, coefficients[fold], row)),
  )
  const degrees = Math.max(1, scores.length - columns.length)
  const squares = residuals.reduce((sum, ofCandidate) => sum + mean([...ofCandidate]) ** 2, 0)
  const leverages = columns.map((_, at) => solve(columns.map((__, other) => Number(other === at)))[at])
  return { coefficients, residuals, residualStd: Math.sqrt(squares / degrees), degrees, leverages }
}

/** What an effect is known to: over folds, and over the candidates that happened to be tried. */
export interface EffectError {
  /** Values of the effect on each fold. */
  readonly folds: readonly number[]
  /** Held-out rows per training row. */
  readonly testTrainRatio: number
  /** Standard error over candidates, with its degrees of freedom. */
  readonly candidateError: number
  readonly degrees: number
}

/**
 * Student's t interval and two-sided p of an effect. Its variance is that of folds that share training rows (Nadeau and Bengio
 * 2003) plus that of the candidates. `undefined` for fewer than two folds and where nothing varies.
 */
export function effectInterval({ folds, testTrainRatio, candidateError, degrees }: EffectError) {
  if (folds.length < 2) return undefined
  const overFolds = sampleStd(folds) * Math.sqrt(1 / folds.length + testTrainRatio)
  const error = Math.hypot(overFolds, candidateError)
  const center = mean(folds)
  if (error <= ROUNDING * Math.abs(center) || error === 0) return undefined
  const df = Math.min(folds.length - 1, degrees)
  const reach = tQuantile((1 + LEVEL) / 2, df) * error
  const interval: Interval = {
    low: center - reach,
    high: center + reach,
    level: LEVEL,
    method: "Student's t over folds, corrected for resampling, and candidates",
  }
  return { interval, p: 2 * tCumulative(-Math.abs(center) / error, df) }
}

const LEVEL = 0.95
/** Differences of equal effects stray by about this much, relative to them. */
const ROUNDING = 1e-9

function solverOf(columns: readonly (readonly number[])[]): (right: readonly number[]) => Float64Array {
  const size = columns.length
  const normal = columns.flatMap((row, at) =>
    columns.map((column, other) => dot(row, column) + (at === other ? RIDGE : 0)),
  )
  return (right) => {
    const solution = Float64Array.from(right)
    return solveCholesky(Float64Array.from(normal), solution, size) ? solution : new Float64Array(size)
  }
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0)
}

function said(columns: readonly (readonly number[])[], coefficients: Float64Array, row: number): number {
  return columns.reduce((sum, column, at) => sum + coefficients[at] * column[row], 0)
}
