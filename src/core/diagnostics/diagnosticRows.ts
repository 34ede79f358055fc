import { predictedClasses } from './decision.ts'
import type { HeldOut } from './heldOut.ts'
import { probabilityOf } from './rowTallies.ts'

/** Which rows of a candidate's predictions are wanted. */
export type RowRequest =
  /** Rows behind a cell of the confusion matrix: predicted so at least once. */
  | { readonly kind: 'cell'; readonly truth: number; readonly predicted: number }
  /** These rows (from 0), in this order. */
  | { readonly kind: 'rows'; readonly rows: readonly number[] }
  /** Every row that was wrong at least once; of a regression every row that was held out. */
  | { readonly kind: 'wrong' }

/** How one row was predicted whenever it was held out. */
export interface RowPrediction {
  /** From 0. */
  readonly row: number
  /** Class code, or value. */
  readonly truth: number
  /** Predicted class by majority (the first of several), or mean prediction. */
  readonly predicted: number
  /** Mean probability of `predicted` and of `truth`; absent for regression. */
  readonly probability?: number
  readonly truthProbability?: number
  /** Of a regression: mean size of truth minus prediction. */
  readonly error?: number
  /** Times predicted wrong, of how many; of a regression 0. */
  readonly wrong: number
  readonly of: number
  /** Each time it was held out, by repeat. */
  readonly folds: readonly {
    readonly repeat: number
    readonly fold: number
    /** P(class 1), probability of the predicted class of several, or predicted value. */
    readonly value: number
    readonly predicted: number
  }[]
}

/** The folds that held a row out, from 1: `3`, or with several repeats `1.3 2.7`. */
export function foldNames(folds: RowPrediction['folds']): string {
  const name = ({ repeat, fold }: RowPrediction['folds'][number]): string =>
    folds.length > 1 ? `${String(repeat + 1)}.${String(fold + 1)}` : String(fold + 1)
  return folds.map(name).join(' ')
}

interface Collected {
  readonly truth: number
  readonly folds: { repeat: number; fold: number; value: number; predicted: number; truthProbability: number }[]
}

/** How rows were predicted, in the order of their numbers or of the request. */
export function diagnosticRows(heldOut: HeldOut, threshold: number, request: RowRequest): readonly RowPrediction[] {
  const collected = collect(heldOut, threshold, request)
  const rows = request.kind === 'rows' ? request.rows : [...collected.keys()].sort((a, b) => a - b)
  return rows.flatMap((row) => {
    const found = collected.get(row)
    return found ? [rowPrediction(row, found, heldOut)] : []
  })
}

function collect(heldOut: HeldOut, threshold: number, request: RowRequest): Map<number, Collected> {
  const { width, task } = heldOut
  const decided = heldOut.fits.map((fit) =>
    task === 'regression' ? undefined : predictedClasses(fit, width, threshold),
  )
  const wanted = wantedRows(heldOut, decided, request)
  const collected = new Map<number, Collected>()
  heldOut.fits.forEach(({ repeat, fold, rows, truth, values }, index) => {
    rows.forEach((row, i) => {
      if (!wanted.has(row)) return
      const predicted = decided[index]?.[i] ?? values[i]
      const value = width > 1 ? values[i * width + predicted] : values[i]
      const truthProbability = task === 'regression' ? NaN : probabilityOf(values, i, width, truth[i])
      const known = collected.get(row) ?? { truth: truth[i], folds: [] }
      known.folds.push({ repeat, fold, value, predicted, truthProbability })
      collected.set(row, known)
    })
  })
  return collected
}

function wantedRows(
  { fits }: HeldOut,
  decided: readonly (Uint16Array | undefined)[],
  request: RowRequest,
): ReadonlySet<number> {
  if (request.kind === 'rows') return new Set(request.rows)
  const wanted = new Set<number>()
  fits.forEach(({ rows, truth }, index) => {
    const predicted = decided[index]
    rows.forEach((row, i) => {
      const isMeant =
        request.kind === 'wrong'
          ? predicted?.[i] !== truth[i]
          : truth[i] === request.truth && predicted?.[i] === request.predicted
      if (isMeant) wanted.add(row)
    })
  })
  return wanted
}

function rowPrediction(row: number, { truth, folds }: Collected, { task, width }: HeldOut): RowPrediction {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const shown = folds.map(({ truthProbability: _, ...fold }) => fold)
  if (task === 'regression') {
    const predicted = mean(folds.map(({ value }) => value))
    const error = mean(folds.map(({ value }) => Math.abs(truth - value)))
    return { row, truth, predicted, error, wrong: 0, of: folds.length, folds: shown }
  }
  const predicted = majority(folds.map((fold) => fold.predicted))
  const truthProbability = mean(folds.map((fold) => fold.truthProbability))
  const wrong = folds.filter((fold) => fold.predicted !== truth).length
  const own = folds.filter((fold) => fold.predicted === predicted)
  const ofPredicted = (value: number): number => (width > 1 || predicted === 1 ? value : 1 - value)
  const probability = mean(own.map(({ value }) => ofPredicted(value)))
  return { row, truth, predicted, probability, truthProbability, wrong, of: folds.length, folds: shown }
}

function majority(codes: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1)
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best))[0]
}
