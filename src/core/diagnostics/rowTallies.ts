import { predictedClasses } from './decision.ts'
import type { HeldOut } from './heldOut.ts'

/** What became of each row whenever it was held out, by row number. */
export interface RowTallies {
  /** Rows that were ever held out, ascending. */
  readonly rows: Int32Array
  /** Times held out, and times predicted wrong. */
  readonly of: Uint32Array
  readonly wrong: Uint32Array
  /** Class code. */
  readonly truth: Float64Array
  /** Sum of the probabilities of its own class. */
  readonly probability: Float64Array
}

/** Tallies of all rows of a classification, at a threshold (two classes) or by the likeliest class. */
export function rowTallies({ fits, width }: HeldOut, threshold: number): RowTallies {
  const length = 1 + fits.reduce((most, { rows }) => rows.reduce((a, b) => Math.max(a, b), most), -1)
  const of = new Uint32Array(length)
  const wrong = new Uint32Array(length)
  const truth = new Float64Array(length)
  const probability = new Float64Array(length)
  for (const fit of fits) {
    const predicted = predictedClasses(fit, width, threshold)
    for (let i = 0; i < fit.rows.length; i += 1) {
      const row = fit.rows[i]
      const code = fit.truth[i]
      of[row] += 1
      if (predicted[i] !== code) wrong[row] += 1
      truth[row] = code
      probability[row] += probabilityOf(fit.values, i, width, code)
    }
  }
  return { rows: heldOutRows(of), of, wrong, truth, probability }
}

/** Probability that a row's prediction gives a class. */
export function probabilityOf(values: Float64Array, row: number, width: number, code: number): number {
  if (width > 1) return values[row * width + code]
  return code === 1 ? values[row] : 1 - values[row]
}

function heldOutRows(of: Uint32Array): Int32Array {
  const rows = new Int32Array(of.length)
  let count = 0
  for (let row = 0; row < of.length; row += 1) if (of[row] > 0) rows[count++] = row
  return rows.slice(0, count)
}
