import { extent } from '../statistics/extent.ts'
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
  readonly row: number
  readonly truth: number
  readonly folds: { repeat: number; fold: number; value: number; predicted: number; truthProbability: number }[]
}

/** How rows were predicted, in the order of their numbers or of the request. */
export function diagnosticRows(heldOut: HeldOut, threshold: number, request: RowRequest): readonly RowPrediction[] {
  return collect(heldOut, threshold, request).map((found) => rowPrediction(found, heldOut))
}

/** Every prediction of the wanted rows that were held out. */
function collect(heldOut: HeldOut, threshold: number, request: RowRequest): readonly Collected[] {
  const { fits, width, task } = heldOut
  const decided = fits.map((fit) => (task === 'regression' ? undefined : predictedClasses(fit, width, threshold)))
  const isWanted = wantedRows(heldOut, decided, request)
  const byRow: (Collected | undefined)[] = Array<undefined>(isWanted.length).fill(undefined)
  for (const [index, { repeat, fold, rows, truth, values }] of fits.entries()) {
    for (let i = 0; i < rows.length; i += 1) {
      const row = rows[i]
      if (isWanted[row] === 0) continue
      const predicted = decided[index]?.[i] ?? values[i]
      const value = width > 1 ? values[i * width + predicted] : values[i]
      const truthProbability = task === 'regression' ? NaN : probabilityOf(values, i, width, truth[i])
      const known = (byRow[row] ??= { row, truth: truth[i], folds: [] })
      known.folds.push({ repeat, fold, value, predicted, truthProbability })
    }
  }
  const ordered = request.kind === 'rows' ? request.rows.map((row) => byRow.at(row)) : byRow
  return ordered.filter((one) => one !== undefined)
}

/** 1 for each row that is wanted, by its number. */
function wantedRows({ fits }: HeldOut, decided: readonly (Uint16Array | undefined)[], request: RowRequest): Uint8Array {
  const wanted = new Uint8Array(1 + fits.reduce((most, { rows }) => Math.max(most, extent(rows)[1]), -1))
  if (request.kind === 'rows') {
    for (const row of request.rows) wanted[row] = 1
    return wanted
  }
  for (const [index, { rows, truth }] of fits.entries()) {
    const predicted = decided[index]
    for (let i = 0; i < rows.length; i += 1) {
      const isMeant =
        request.kind === 'wrong'
          ? predicted?.[i] !== truth[i]
          : truth[i] === request.truth && predicted?.[i] === request.predicted
      if (isMeant) wanted[rows[i]] = 1
    }
  }
  return wanted
}

function rowPrediction({ row, truth, folds }: Collected, { task, width }: HeldOut): RowPrediction {
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
  if (codes.length === 1) return codes[0]
  const counts = new Map<number, number>()
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1)
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best))[0]
}
