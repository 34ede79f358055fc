import type { Table } from '../dataset/table.ts'
import { normalTail } from '../statistics/normal.ts'
import { predictedClasses } from './decision.ts'
import { pooledRows } from './heldOut.ts'
import type { HeldOut } from './heldOut.ts'
import { residualsOf } from './residuals.ts'
import { momentsByPart, partsOf } from './rowParts.ts'
import type { Moments, RowParts } from './rowParts.ts'

/** Held-out rows that have something in common, and how wrong they are. */
export interface ErrorGroup {
  /** Name of the column, or `group` for the groups of the protocol. */
  readonly column: string
  /** A level, a quarter of a number column as `1.5 to 2.7`, or the number of a group from 1. */
  readonly value: string
  readonly rows: number
  /** Share of wrong rows; of a regression the mean absolute error. */
  readonly error: number
  /** The same of all other rows. */
  readonly others: number
  /** That a difference of this size is chance, times the number of groups that were compared; at most 1. */
  readonly adjustedP: number
  /** Its wrong rows, or those with the largest errors, from 0; at most 200. */
  readonly worst: readonly number[]
}

/** Where errors gather: groups of rows, the least explained by chance first. */
export interface ErrorsByGroup {
  readonly measure: 'wrong' | 'absoluteError'
  /** Over all held-out rows of the first repeat. */
  readonly overall: number
  readonly groups: readonly ErrorGroup[]
  /** Groups that were compared, those not listed among them. */
  readonly compared: number
}

const FEWEST_ROWS = 5
const MOST_LEVELS = 50
const LISTED = 40
const MOST_WORST = 200

/** Errors of the rows of each level, of each quarter of a number column, and of each group of the protocol. */
export function errorsByGroup(heldOut: HeldOut, table: Table, threshold: number): ErrorsByGroup {
  const pooled = pooledRows(heldOut)
  const isRegression = heldOut.task === 'regression'
  const errors = isRegression
    ? residualsOf(pooled).map(Math.abs)
    : Float64Array.from(predictedClasses(pooled, heldOut.width, threshold), (code, i) =>
        code === pooled.truth[i] ? 0 : 1,
      )
  const sum = errors.reduce((total, error) => total + error, 0)
  const squares = errors.reduce((total, error) => total + error * error, 0)
  const whole = { count: errors.length, sum, squares }
  const ofColumns = table.features.flatMap((column) => compare(partsOf(column, pooled.rows), errors, whole))
  const found = [...ofColumns, ...compare(groupParts(table, pooled.rows), errors, whole)]
  return {
    measure: isRegression ? 'absoluteError' : 'wrong',
    overall: sum / Math.max(1, errors.length),
    groups: found
      .map(({ p, ...group }) => ({ ...group, adjustedP: Math.min(1, p * found.length) }))
      .sort((a, b) => a.adjustedP - b.adjustedP || b.error - a.error)
      .slice(0, LISTED)
      .map(({ parts: { codes }, code, ...group }) => ({ ...group, worst: worstOf(codes, code, errors, pooled.rows) })),
    compared: found.length,
  }
}

function groupParts({ groups }: Table, rows: Int32Array): RowParts {
  if (!groups) return { name: 'group', values: [], codes: rows.map(() => -1) }
  const most = groups.reduce((largest, code) => Math.max(largest, code), 0)
  const values = Array.from({ length: most + 1 }, (_, code) => String(code + 1))
  return { name: 'group', values, codes: rows.map((row) => groups[row]) }
}

function compare(parts: RowParts, errors: Float64Array, whole: Moments) {
  const moments = momentsByPart(parts, errors)
  const large = moments.flatMap((own, code) => (own.count >= FEWEST_ROWS ? [{ own, code }] : []))
  // Names of rows are no groups, and neither is everything.
  if (large.length > MOST_LEVELS) return []
  return large.flatMap(({ own, code }) => {
    const rest = { count: whole.count - own.count, sum: whole.sum - own.sum, squares: whole.squares - own.squares }
    if (rest.count < FEWEST_ROWS) return []
    return [
      {
        column: parts.name,
        value: parts.values[code],
        rows: own.count,
        error: own.sum / own.count,
        others: rest.sum / rest.count,
        p: chanceOf(own, rest),
        parts,
        code,
      },
    ]
  })
}

function worstOf(codes: RowParts['codes'], code: number, errors: Float64Array, rows: Int32Array): readonly number[] {
  const wrong: number[] = []
  for (let i = 0; i < codes.length; i += 1) if (codes[i] === code && errors[i] > 0) wrong.push(i)
  wrong.sort((a, b) => errors[b] - errors[a] || a - b)
  return wrong.slice(0, MOST_WORST).map((i) => rows[i])
}

/** Two-sided, by the normal distribution; the variance of both parts is that of all rows, so that a part without errors has one. */
function chanceOf(own: Moments, rest: Moments): number {
  const count = own.count + rest.count
  const mean = (own.sum + rest.sum) / count
  const variance = Math.max(0, (own.squares + rest.squares) / count - mean * mean)
  if (variance === 0) return 1
  const difference = own.sum / own.count - rest.sum / rest.count
  const z = Math.abs(difference) / Math.sqrt(variance * (1 / own.count + 1 / rest.count))
  return 2 * normalTail(z)
}
