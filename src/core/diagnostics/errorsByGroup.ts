import type { Table, TableColumn } from '../dataset/table.ts'
import { normalTail } from '../statistics/normal.ts'
import { quantileOf } from '../statistics/quantileOf.ts'
import { predictedClasses } from './decision.ts'
import { pooledRows } from './heldOut.ts'
import type { HeldOut } from './heldOut.ts'
import { residualsOf } from './residuals.ts'

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
  const parts = [...table.features.map((column) => partsOf(column, pooled.rows)), groupParts(table, pooled.rows)]
  const found = parts.flatMap(({ name, values, codes }) => compare({ name, values, codes }, errors, whole, pooled.rows))
  return {
    measure: isRegression ? 'absoluteError' : 'wrong',
    overall: sum / Math.max(1, errors.length),
    groups: found
      .map(({ p, ...group }) => ({ ...group, adjustedP: Math.min(1, p * found.length) }))
      .sort((a, b) => a.adjustedP - b.adjustedP || b.error - a.error)
      .slice(0, LISTED),
    compared: found.length,
  }
}

/** How a column divides rows. */
interface Parts {
  readonly name: string
  readonly values: readonly string[]
  /** Part of each row; -1: of none. */
  readonly codes: Int32Array
}

function partsOf(column: TableColumn, rows: Int32Array): Parts {
  const { name } = column
  if (column.kind === 'category') return { name, values: column.levels, codes: rows.map((row) => column.codes[row]) }
  const sorted = column.values.filter((value) => !Number.isNaN(value)).sort()
  const cuts = [...new Set([0.25, 0.5, 0.75].map((share) => quantileOf(sorted, share)))]
  const ends = [sorted[0], ...cuts, sorted[sorted.length - 1]].map((value) => String(Number(value.toPrecision(4))))
  const codes = rows.map((row) => {
    const value = column.values[row]
    return Number.isNaN(value) ? -1 : cuts.filter((cut) => value > cut).length
  })
  return { name, values: ends.slice(1).map((end, i) => `${ends[i]} to ${end}`), codes }
}

function groupParts({ groups }: Table, rows: Int32Array): Parts {
  if (!groups) return { name: 'group', values: [], codes: rows.map(() => -1) }
  const most = groups.reduce((largest, code) => Math.max(largest, code), 0)
  const values = Array.from({ length: most + 1 }, (_, code) => String(code + 1))
  return { name: 'group', values, codes: rows.map((row) => groups[row]) }
}

interface Moments {
  readonly count: number
  readonly sum: number
  readonly squares: number
}

function compare({ name, values, codes }: Parts, errors: Float64Array, whole: Moments, rows: Int32Array) {
  const members = Map.groupBy(codes.keys(), (i) => codes[i])
  const large = [...members].filter(([code, at]) => code >= 0 && at.length >= FEWEST_ROWS)
  // Names of rows are no groups, and neither is everything.
  if (large.length > MOST_LEVELS) return []
  return large.flatMap(([code, at]) => {
    const sum = at.reduce((total, i) => total + errors[i], 0)
    const squares = at.reduce((total, i) => total + errors[i] ** 2, 0)
    const rest = { count: whole.count - at.length, sum: whole.sum - sum, squares: whole.squares - squares }
    if (rest.count < FEWEST_ROWS) return []
    const own = { count: at.length, sum, squares }
    const worst = at.filter((i) => errors[i] > 0).sort((a, b) => errors[b] - errors[a] || a - b)
    return [
      {
        column: name,
        value: values[code],
        rows: own.count,
        error: own.sum / own.count,
        others: rest.sum / rest.count,
        p: chanceOf(own, rest),
        worst: worst.slice(0, MOST_WORST).map((i) => rows[i]),
      },
    ]
  })
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
