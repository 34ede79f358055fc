import { predictedClasses } from './decision.ts'
import type { HeldOut } from './heldOut.ts'
import { residualsOf } from './residuals.ts'

/** A row that is wrong most of the time it is held out; of a regression one with a large error. */
export interface HardRow {
  /** From 0. */
  readonly row: number
  /** Row of the file, from 0, where the experiment leaves out rows of it. */
  readonly fileRow?: number
  /** Class code, or value. */
  readonly truth: number
  /** Times it was predicted wrong, of how many times it was held out. */
  readonly wrong: number
  readonly of: number
  /** The class it was most often taken for, or its mean prediction. */
  readonly predicted: number
  /** Mean probability of its true class; of a regression its mean absolute residual. */
  readonly measure: number
  /** Wrong every time and with little doubt: the label may be at fault. */
  readonly isSuspect: boolean
}

/** The rows that a model gets wrong, hardest first. */
export interface HardRows {
  readonly rows: readonly HardRow[]
  /** Rows that were wrong more often than right, those not listed among them. */
  readonly total: number
  readonly isTruncated: boolean
}

const MOST_ROWS = 200
/** A true class with less than this on average is confidently denied. */
const SUSPECT_PROBABILITY = 0.1
/** Residuals beyond so many times their median size are listed. */
const LARGE_RESIDUAL = 3

/** Rows that are wrong in more than half of the repeats, the surest mistakes first. */
export function hardRows(heldOut: HeldOut, threshold: number, source?: Int32Array): HardRows {
  const found = heldOut.task === 'regression' ? largeErrors(heldOut) : wrongRows(heldOut, threshold)
  const rows = found.slice(0, MOST_ROWS).map((one) => (source ? { ...one, fileRow: source[one.row] } : one))
  return { rows, total: found.length, isTruncated: found.length > MOST_ROWS }
}

interface Tally {
  readonly truth: number
  wrong: number
  of: number
  sum: number
  readonly predictions: number[]
}

function wrongRows(heldOut: HeldOut, threshold: number): HardRow[] {
  const { width } = heldOut
  const tallies = new Map<number, Tally>()
  for (const fit of heldOut.fits) {
    const predicted = predictedClasses(fit, width, threshold)
    fit.rows.forEach((row, i) => {
      const tally = tallyOf(tallies, row, fit.truth[i])
      const isWrong = predicted[i] !== fit.truth[i]
      tally.of += 1
      tally.sum += probabilityOf(fit.values, i, width, fit.truth[i])
      if (!isWrong) return
      tally.wrong += 1
      tally.predictions.push(predicted[i])
    })
  }
  return [...tallies]
    .filter(([, { wrong, of }]) => wrong > of / 2)
    .map(([row, { truth, wrong, of, sum, predictions }]): HardRow => ({
      row,
      truth,
      wrong,
      of,
      predicted: mostFrequent(predictions),
      measure: sum / of,
      isSuspect: wrong === of && sum / of < SUSPECT_PROBABILITY,
    }))
    .sort((a, b) => b.wrong / b.of - a.wrong / a.of || a.measure - b.measure || a.row - b.row)
}

function tallyOf(tallies: Map<number, Tally>, row: number, truth: number): Tally {
  const known = tallies.get(row)
  if (known) return known
  const tally = { truth, wrong: 0, of: 0, sum: 0, predictions: [] }
  tallies.set(row, tally)
  return tally
}

/** Probability that a row's prediction gives a class. */
export function probabilityOf(values: Float64Array, row: number, width: number, code: number): number {
  if (width > 1) return values[row * width + code]
  return code === 1 ? values[row] : 1 - values[row]
}

function mostFrequent(codes: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1)
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best))[0]
}

function largeErrors(heldOut: HeldOut): HardRow[] {
  const tallies = new Map<number, { truth: number; errors: number[] }>()
  for (const fit of heldOut.fits) {
    const errors = residualsOf(fit)
    fit.rows.forEach((row, i) => {
      const known = tallies.get(row)
      if (known) known.errors.push(errors[i])
      else tallies.set(row, { truth: fit.truth[i], errors: [errors[i]] })
    })
  }
  const sizes = Float64Array.from([...tallies.values()].flatMap(({ errors }) => errors.map(Math.abs))).sort()
  const limit = LARGE_RESIDUAL * sizes[Math.floor((sizes.length - 1) / 2)]
  return [...tallies]
    .map(([row, { truth, errors }]): HardRow => {
      const wrong = errors.filter((error) => Math.abs(error) > limit).length
      const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length
      const measure = errors.reduce((sum, error) => sum + Math.abs(error), 0) / errors.length
      return { row, truth, wrong, of: errors.length, predicted: truth - mean, measure, isSuspect: false }
    })
    .filter(({ wrong, of }) => wrong > of / 2)
    .sort((a, b) => b.measure - a.measure || a.row - b.row)
}
