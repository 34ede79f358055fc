import { extent } from '../statistics/extent.ts'
import { sortedValues } from '../dataset/sortByValue.ts'
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
/** Values of a column that quarters are made from. */
const MOST_SORTED = 20_000

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
  const found = parts.flatMap((one) => compare(one, errors, whole))
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
  const [low, high] = extent(column.values)
  const sorted = sortedValues(sampleOf(column.values))
  const cuts = [...new Set([0.25, 0.5, 0.75].map((share) => quantileOf(sorted, share)))]
  const ends = [low, ...cuts, high].map((value) => String(Number(value.toPrecision(4))))
  const codes = new Int32Array(rows.length)
  for (let i = 0; i < rows.length; i += 1) codes[i] = partAt(cuts, column.values[rows[i]])
  return { name, values: ends.slice(1).map((end, i) => `${ends[i]} to ${end}`), codes }
}

/** How many cuts a value is above; -1 where it is missing. */
function partAt(cuts: readonly number[], value: number): number {
  if (Number.isNaN(value)) return -1
  let part = 0
  while (part < cuts.length && value > cuts[part]) part += 1
  return part
}

/** Evenly spaced values where there are very many: quarters need not be exact to be quarters. */
function sampleOf(values: Float64Array): Float64Array {
  const step = Math.ceil(values.length / MOST_SORTED)
  if (step <= 1) return values
  return Float64Array.from({ length: Math.floor(values.length / step) }, (_, i) => values[i * step])
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

function compare(parts: Parts, errors: Float64Array, whole: Moments) {
  const moments = momentsByCode(parts, errors)
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

function momentsByCode({ values, codes }: Parts, errors: Float64Array): readonly Moments[] {
  const [count, sum, squares] = [0, 1, 2].map(() => new Float64Array(values.length))
  for (let i = 0; i < codes.length; i += 1) {
    const code = codes[i]
    if (code < 0) continue
    count[code] += 1
    sum[code] += errors[i]
    squares[code] += errors[i] * errors[i]
  }
  return values.map((_, code) => ({ count: count[code], sum: sum[code], squares: squares[code] }))
}

function worstOf(codes: Int32Array, code: number, errors: Float64Array, rows: Int32Array): readonly number[] {
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
