import { predictedClasses } from './decision.ts'
import type { HeldOut } from './heldOut.ts'
import { residualsOf } from './residuals.ts'
import { rowTallies } from './rowTallies.ts'

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
  const { found, total } = heldOut.task === 'regression' ? largeErrors(heldOut) : wrongRows(heldOut, threshold)
  const rows = found.map((one) => (source ? { ...one, fileRow: source[one.row] } : one))
  return { rows, total, isTruncated: total > MOST_ROWS }
}

/** The hardest rows, and how many there are. */
interface Found {
  readonly found: readonly HardRow[]
  readonly total: number
}

function wrongRows(heldOut: HeldOut, threshold: number): Found {
  const { rows, of, wrong, truth, probability } = rowTallies(heldOut, threshold)
  const share = (row: number): number => wrong[row] / of[row]
  const measure = (row: number): number => probability[row] / of[row]
  const hard = rows
    .filter((row) => share(row) > 0.5)
    .sort((a, b) => share(b) - share(a) || measure(a) - measure(b) || a - b)
  const mistakes = new Map(Array.from(hard.subarray(0, MOST_ROWS), (row) => [row, [] as number[]]))
  for (const fit of heldOut.fits) {
    const predicted = predictedClasses(fit, heldOut.width, threshold)
    fit.rows.forEach((row, i) => {
      if (predicted[i] !== fit.truth[i]) mistakes.get(row)?.push(predicted[i])
    })
  }
  const found = [...mistakes].map(([row, predicted]) => ({
    row,
    truth: truth[row],
    wrong: wrong[row],
    of: of[row],
    predicted: mostFrequent(predicted),
    measure: measure(row),
    isSuspect: share(row) === 1 && measure(row) < SUSPECT_PROBABILITY,
  }))
  return { found, total: hard.length }
}

function mostFrequent(codes: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1)
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best))[0]
}

function largeErrors(heldOut: HeldOut): Found {
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
  const all = [...tallies]
    .map(([row, { truth, errors }]): HardRow => {
      const wrong = errors.filter((error) => Math.abs(error) > limit).length
      const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length
      const measure = errors.reduce((sum, error) => sum + Math.abs(error), 0) / errors.length
      return { row, truth, wrong, of: errors.length, predicted: truth - mean, measure, isSuspect: false }
    })
    .filter(({ wrong, of }) => wrong > of / 2)
    .sort((a, b) => b.measure - a.measure || a.row - b.row)
  return { found: all.slice(0, MOST_ROWS), total: all.length }
}
