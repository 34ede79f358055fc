import { HoldoutError } from '../errors.ts'
import { isoDays } from './isoDays.ts'
import type { TableColumn } from './table.ts'

/** What a condition compares with: a label, a number, a date as ISO 8601, or a boolean. */
export type FilterValue = string | number | boolean

/** A condition that rows must meet; all that is given must hold. A cell without a value meets `isNot` and `isMissing: true` only. */
export interface RowCondition {
  readonly column: string
  readonly is?: FilterValue | readonly FilterValue[]
  readonly isNot?: FilterValue | readonly FilterValue[]
  readonly atLeast?: FilterValue
  readonly atMost?: FilterValue
  readonly above?: FilterValue
  readonly below?: FilterValue
  readonly isMissing?: boolean
}

/** The setting that leaves out rows without a value in a column, as an experiment has it. */
export function withValueOnly(column: string): string {
  return `rows: [{ column: ${JSON.stringify(column)}, isMissing: false }]`
}

/**
 * Which rows meet a condition, by row.
 *
 * @param column dates as days since 1970, booleans as 0 and 1, and whatever has no number as categories
 * @throws HoldoutError `dataset/row-filter` where a value cannot be compared with the column
 */
export function meets(condition: RowCondition, column: TableColumn, isDate: boolean): readonly boolean[] {
  return column.kind === 'number'
    ? meetsNumbers(condition, column.values, isDate)
    : meetsLabels(condition, column.levels, column.codes)
}

function meetsNumbers(condition: RowCondition, values: Float64Array, isDate: boolean): readonly boolean[] {
  const number = (value: FilterValue | undefined, otherwise: number) =>
    value === undefined ? otherwise : numberOf(value, condition.column, isDate)
  const list = (given: RowCondition['is']) =>
    given === undefined ? undefined : new Set(listOf(given).map((one) => number(one, NaN)))
  const [is, isNot] = [list(condition.is), list(condition.isNot)]
  const [least, most] = [number(condition.atLeast, -Infinity), number(condition.atMost, Infinity)]
  const [above, below] = [number(condition.above, -Infinity), number(condition.below, Infinity)]
  const isBounded = [condition.atLeast, condition.atMost, condition.above, condition.below].some(
    (one) => one !== undefined,
  )
  return Array.from(values, (value) => {
    if (Number.isNaN(value)) return meetsMissing(condition, isBounded)
    if (condition.isMissing || (is && !is.has(value)) || isNot?.has(value)) return false
    return (
      value >= least &&
      value <= most &&
      (condition.above === undefined || value > above) &&
      (condition.below === undefined || value < below)
    )
  })
}

function meetsLabels(condition: RowCondition, levels: readonly string[], codes: Int32Array): readonly boolean[] {
  for (const name of ['atLeast', 'atMost', 'above', 'below'] as const)
    if (condition[name] !== undefined) throw notNumeric(condition.column, name)
  const list = (given: RowCondition['is']) => (given === undefined ? undefined : new Set(listOf(given).map(String)))
  const [is, isNot] = [list(condition.is), list(condition.isNot)]
  const byCode = levels.map((level) => !condition.isMissing && (!is || is.has(level)) && !isNot?.has(level))
  const missing = meetsMissing(condition, false)
  return Array.from(codes, (code) => (code < 0 ? missing : byCode[code]))
}

function meetsMissing({ is, isMissing }: RowCondition, isBounded: boolean): boolean {
  return isMissing ?? (is === undefined && !isBounded)
}

function listOf(given: FilterValue | readonly FilterValue[]): readonly FilterValue[] {
  return Array.isArray(given) ? (given as readonly FilterValue[]) : [given as FilterValue]
}

function numberOf(value: FilterValue, column: string, isDate: boolean): number {
  if (typeof value === 'boolean') return Number(value)
  const number = isDate && typeof value === 'string' ? isoDays(value) : Number(value)
  if (Number.isFinite(number)) return number
  const expected = isDate ? 'a date such as 2024-12-31' : 'a number'
  throw new HoldoutError(
    'dataset/row-filter',
    `dataset.rows: expected ${expected} to compare the column ${JSON.stringify(column)} with, received ${JSON.stringify(value)}.`,
    { hint: `Give ${expected}.`, path: 'dataset.rows' },
  )
}

function notNumeric(column: string, operator: string): HoldoutError {
  return new HoldoutError(
    'dataset/row-filter',
    `dataset.rows: ${operator} compares numbers and dates, and the column ${JSON.stringify(column)} holds words.`,
    { hint: 'Use `is` or `isNot` with a list of values.', path: 'dataset.rows' },
  )
}

/** Conditions in plain words: `year at least 2015, country is DE or FR`. */
export function conditionWords(conditions: readonly RowCondition[]): string {
  const either = (given: RowCondition['is']) => (given === undefined ? '' : listOf(given).map(String).join(' or '))
  const words = conditions.flatMap((one) => [
    ...(one.is === undefined ? [] : [`${one.column} is ${either(one.is)}`]),
    ...(one.isNot === undefined ? [] : [`${one.column} is not ${either(one.isNot)}`]),
    ...(one.atLeast === undefined ? [] : [`${one.column} at least ${String(one.atLeast)}`]),
    ...(one.atMost === undefined ? [] : [`${one.column} at most ${String(one.atMost)}`]),
    ...(one.above === undefined ? [] : [`${one.column} above ${String(one.above)}`]),
    ...(one.below === undefined ? [] : [`${one.column} below ${String(one.below)}`]),
    ...(one.isMissing === undefined ? [] : [`${one.column} is ${one.isMissing ? 'missing' : 'not missing'}`]),
  ])
  return words.join(', ')
}
