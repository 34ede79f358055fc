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

/** Rows that are wanted and were held out; how each was predicted is put together when it is asked for. */
export interface FoundRows {
  /** Row numbers, ascending or in the order of the request. */
  readonly rows: Int32Array
  /** Share of the times that a row was predicted wrong; of a regression 0. */
  readonly wrongShare: (row: number) => number
  readonly prediction: (row: number) => RowPrediction
}

/** How rows were predicted, in the order of their numbers or of the request. */
export function diagnosticRows(heldOut: HeldOut, threshold: number, request: RowRequest): readonly RowPrediction[] {
  const { rows, prediction } = findRows(heldOut, threshold, request)
  return Array.from(rows, prediction)
}

/** Finds rows: of hundreds of thousands few are looked at, so that nothing is made of the others but numbers. */
export function findRows(heldOut: HeldOut, threshold: number, request: RowRequest): FoundRows {
  const { fits, width, task } = heldOut
  const decided = fits.map((fit) => (task === 'regression' ? undefined : predictedClasses(fit, width, threshold)))
  const isWanted = wantedRows(heldOut, decided, request)
  const { starts, fitOf, placeOf } = placesOf(fits, isWanted)
  const isHeldOut = (row: number): boolean => starts[row + 1] > starts[row]
  const asked = request.kind === 'rows' ? Int32Array.from(request.rows) : wantedNumbers(isWanted)

  function wrongShare(row: number): number {
    if (task === 'regression') return 0
    let wrong = 0
    for (let at = starts[row]; at < starts[row + 1]; at += 1)
      if (decided[fitOf[at]]?.[placeOf[at]] !== fits[fitOf[at]].truth[placeOf[at]]) wrong += 1
    return wrong / (starts[row + 1] - starts[row])
  }
  function prediction(row: number): RowPrediction {
    const folds = Array.from({ length: starts[row + 1] - starts[row] }, (_, index) => {
      const at = starts[row] + index
      const [fit, i] = [fits[fitOf[at]], placeOf[at]]
      const predicted = decided[fitOf[at]]?.[i] ?? fit.values[i]
      const value = width > 1 ? fit.values[i * width + predicted] : fit.values[i]
      const truthProbability = task === 'regression' ? NaN : probabilityOf(fit.values, i, width, fit.truth[i])
      return { repeat: fit.repeat, fold: fit.fold, value, predicted, truthProbability }
    })
    const truth = fits[fitOf[starts[row]]].truth[placeOf[starts[row]]]
    return rowPrediction({ row, truth, folds }, heldOut)
  }
  return { rows: asked.filter(isHeldOut), wrongShare, prediction }
}

/** Where each wanted row was held out: from `starts[row]` to `starts[row + 1]`, by fit, in `fitOf` and `placeOf`. */
interface Places {
  readonly starts: Uint32Array
  readonly fitOf: Uint32Array
  readonly placeOf: Uint32Array
}

function placesOf(fits: HeldOut['fits'], isWanted: Uint8Array): Places {
  const starts = new Uint32Array(isWanted.length + 1)
  for (const { rows } of fits)
    for (let i = 0; i < rows.length; i += 1) if (isWanted[rows[i]] === 1) starts[rows[i] + 1] += 1
  for (let row = 0; row < isWanted.length; row += 1) starts[row + 1] += starts[row]
  const next = starts.slice()
  const fitOf = new Uint32Array(starts[isWanted.length])
  const placeOf = new Uint32Array(fitOf.length)
  for (const [index, { rows }] of fits.entries()) {
    for (let i = 0; i < rows.length; i += 1) {
      if (isWanted[rows[i]] === 0) continue
      const at = next[rows[i]]++
      fitOf[at] = index
      placeOf[at] = i
    }
  }
  return { starts, fitOf, placeOf }
}

function lastOf(rows: Int32Array): number {
  let last = -1
  for (let i = 0; i < rows.length; i += 1) if (rows[i] > last) last = rows[i]
  return last
}

function wantedNumbers(isWanted: Uint8Array): Int32Array {
  const rows = new Int32Array(isWanted.length)
  let count = 0
  for (let row = 0; row < isWanted.length; row += 1) if (isWanted[row] === 1) rows[count++] = row
  return rows.subarray(0, count)
}

interface Collected {
  readonly row: number
  readonly truth: number
  readonly folds: { repeat: number; fold: number; value: number; predicted: number; truthProbability: number }[]
}

/** 1 for each row that is wanted, by its number. */
function wantedRows({ fits }: HeldOut, decided: readonly (Uint16Array | undefined)[], request: RowRequest): Uint8Array {
  const wanted = new Uint8Array(1 + fits.reduce((most, { rows }) => Math.max(most, lastOf(rows)), -1))
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
