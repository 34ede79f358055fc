import { tmpdir } from 'node:os'
import { assigned, assignRoles, targetColumn } from '../../../core/dataset/assignRoles.ts'
import { columnSettings } from '../../../core/dataset/columnSettings.ts'
import { orderedLevels } from '../../../core/dataset/orderedLevels.ts'
import { equalRowGroups } from '../../../core/diagnostics/preflight/equalRowGroups.ts'
import { inferTask } from '../../../core/dataset/inferTask.ts'
import type { DatasetColumn } from '../../../core/dataset/inspection.ts'
import type { ColumnType } from '../../../core/dataset/datasetSettings.ts'
import { partsOfColumn } from '../../../core/dataset/partsOfColumn.ts'
import type { Table, TableColumn } from '../../../core/dataset/table.ts'
import { pickRows } from '../../../core/dataset/pickRows.ts'
import { conditionWords, meets, withValueOnly } from '../../../core/dataset/rowFilter.ts'
import type { RowCondition } from '../../../core/dataset/rowFilter.ts'
import { HoldoutError } from '../../../core/errors.ts'
import { LARGEST_WEIGHT } from '../../../core/model/largestWeight.ts'
import type { TableUse } from '../../../core/experiment/tableUse.ts'
import { ColumnReader } from '../profile/columnReader.ts'
import type { KnownColumns, TableSource } from '../profile/columnReader.ts'
import { withDuckDb } from '../read/duckDatabase.ts'

export type { TableSource } from '../profile/columnReader.ts'

export interface LoadOptions {
  readonly signal?: AbortSignal
  /** Columns of the dataset that were read before; those that are read are added. */
  readonly known?: KnownColumns
}

/**
 * The table an experiment trains on, rows in the order of the file. Dates become days since 1970, booleans 0 and 1; columns of
 * text take part only when their role says so. A target is a category column for classification, a number column for regression.
 * @throws HoldoutError `dataset/no-such-column`, `dataset/missing-target`, `dataset/no-features`, `dataset/target-type`
 */
export async function loadTable(source: TableSource, use: TableUse, options: LoadOptions = {}): Promise<Table> {
  const roles = assignRoles(source.inspection.columns, use)
  const task = inferTask(roles.target.column, use.task, use.columns)
  return withDuckDb({ tempFolder: tmpdir(), files: source.stored.files, ...options }, async (connection) => {
    const read = new ColumnReader(connection, source, undefined, options.known)
    const target = task === 'regression' ? await read.numbers(roles.target) : await read.categories(roles.target)
    const features = (await read.columns(roles.features)).map((column, index) =>
      asChosen(column, roles.features[index].column, use),
    )
    const groups = roles.group && (await read.categories(roles.group)).codes
    const weights = roles.weight && (await read.numbers(roles.weight)).values
    const whole: Table = {
      rows: source.inspection.rows,
      features,
      target,
      ...(groups && { groups: withoutMissing(groups) }),
      ...(weights && { weights }),
      ...(roles.split && { parts: partsOfColumn((await read.columns([roles.split]))[0]) }),
      ...(await readTimes(read, source.inspection.columns, use)),
      ...(roles.ids.length > 0 && { ids: (await read.columns(roles.ids)).filter(isShort) }),
    }
    const table = await filtered(whole, read, source.inspection.columns, use)
    assertTargetComplete(table, roles.target.column)
    if (table.weights) assertWeights(table.weights, roles.weight?.column.name ?? '')
    return use.groups === 'equalRows' ? { ...table, groups: equalRowGroups(table) } : table
  })
}

/** A feature as the experiment wants it: the parts of a date, the order of an ordinal category. */
function asChosen(column: TableColumn, { type }: DatasetColumn, { columns }: TableUse): TableColumn {
  const { parts, order } = columnSettings(columns, column.name) ?? {}
  // A pattern may fit columns of other types; what is said of a column by its name is meant for it.
  const own = columns && Object.hasOwn(columns, column.name) ? columns[column.name] : {}
  if (own.parts && type !== 'date') throw notFit(column.name, 'parts', 'dates', type)
  if (own.order && column.kind === 'number') throw notFit(column.name, 'order', 'a category', type)
  if (column.kind === 'number') return parts && type === 'date' ? { ...column, dateParts: parts } : column
  return order ? orderedLevels(column, order) : column
}

function notFit(name: string, setting: 'parts' | 'order', expected: string, received: ColumnType): HoldoutError {
  return new HoldoutError(
    'dataset/column-setting',
    `\`${setting}\` is for ${expected}, and the column ${JSON.stringify(name)} has the type ${received}.`,
    {
      hint: `Give the column the type \`${setting === 'parts' ? 'date' : 'category'}\`, or remove \`${setting}\`.`,
      path: `dataset.columns.${name}.${setting}`,
    },
  )
}

/** More labels than this are a file of their own: they stay out of the table. */
const MOST_ID_LABELS = 200_000

function isShort(column: TableColumn): boolean {
  return column.kind === 'number' || column.levels.length <= MOST_ID_LABELS
}

/** The rows that meet every condition of the experiment. */
async function filtered(
  table: Table,
  read: ColumnReader,
  columns: readonly DatasetColumn[],
  { rows: conditions = [] }: TableUse,
): Promise<Table> {
  if (conditions.length === 0) return table
  let kept = Array.from({ length: table.rows }, () => true)
  for (const condition of conditions) {
    const column = targetColumn(columns, condition.column)
    const [cells] = await read.columns([assigned(column)])
    const met = meets(condition, cells, column.type === 'date')
    kept = kept.map((isKept, row) => isKept && met[row])
  }
  const rows = Int32Array.from(kept.keys()).filter((row) => kept[row])
  if (rows.length === 0) throw noRows(conditions)
  return rows.length === table.rows ? table : pickRows(table, rows)
}

function noRows(conditions: readonly RowCondition[]): HoldoutError {
  return new HoldoutError(
    'dataset/row-filter',
    `No row meets all conditions of dataset.rows: ${conditionWords(conditions)}.`,
    {
      hint: 'Remove a condition, or compare with another value.',
      path: 'dataset.rows',
    },
  )
}

/** The columns that a time series is sorted and distinguished by. */
async function readTimes(
  read: ColumnReader,
  columns: readonly DatasetColumn[],
  { time, series }: TableUse,
): Promise<Pick<Table, 'time' | 'series'>> {
  return {
    ...(time !== undefined && { time: await readTime(read, targetColumn(columns, time)) }),
    ...(series !== undefined && {
      series: withoutMissing((await read.categories({ column: targetColumn(columns, series) })).codes),
    }),
  }
}

async function readTime(read: ColumnReader, column: DatasetColumn): Promise<Float64Array> {
  const { name, type } = column
  if (type !== 'date' && type !== 'number') throw badTime(`the column ${JSON.stringify(name)} holds ${type} values`)
  const { values } = await read.numbers({ column })
  const missing = values.findIndex(Number.isNaN)
  if (missing >= 0) throw badTime(`${JSON.stringify(name)} has no value in row ${String(missing + 1)}`)
  return values
}

function badTime(received: string): HoldoutError {
  return new HoldoutError(
    'dataset/time',
    `Rows cannot be sorted by time: expected a date or a number in every row, but ${received}.`,
    { hint: 'Name another column in `validation.time`, or give the column the type `date`.', path: 'validation.time' },
  )
}

function assertTargetComplete({ target, rows, source }: Table, { name, missingTokens = [] }: DatasetColumn): void {
  const isMissing =
    target.kind === 'number'
      ? (row: number) => Number.isNaN(target.values[row])
      : (row: number) => target.codes[row] === -1
  const missing: number[] = []
  for (let row = 0; row < rows; row++) if (isMissing(row)) missing.push(row)
  if (missing.length === 0) return
  throw new HoldoutError(
    'dataset/missing-target',
    `The target ${target.name} has no value in ${String(missing.length)} of ${String(rows)} rows, first in row ${String((source?.[missing[0]] ?? missing[0]) + 1)}.${tokenWords(missingTokens)}`,
    {
      hint:
        missingTokens.length === 0
          ? `A row without a target teaches nothing: leave such rows out with ${withValueOnly(name)}, or choose another target.`
          : `If ${missingTokens.join(', ')} is a label of its own, keep it with columns: { ${JSON.stringify(target.name)}: { missing: [] } }; else leave such rows out with ${withValueOnly(name)}, or choose another target.`,
    },
  )
}

/** Cells that are written and count as missing. */
function tokenWords(tokens: readonly string[]): string {
  if (tokens.length === 0) return ''
  return ` Cells that are ${tokens.map((token) => JSON.stringify(token)).join(' or ')} count as missing.`
}

function assertWeights(weights: Float64Array, name: string): void {
  const bad = weights.findIndex((weight) => !(weight >= 0 && weight <= LARGEST_WEIGHT))
  if (bad < 0) return
  const received = Number.isNaN(weights[bad]) ? 'no number' : String(weights[bad])
  throw new HoldoutError(
    'dataset/weight',
    `The weight ${name} must be a number from 0 to ${String(LARGEST_WEIGHT)} in every row; received ${received} in row ${String(bad + 1)}.`,
    {
      hint: 'Fill in or fix that cell, or give the column another role.',
    },
  )
}

/** Rows without a group are each a group of their own. */
function withoutMissing(groups: Int32Array): Int32Array {
  let next = groups.reduce((most, code) => Math.max(most, code), -1) + 1
  return groups.map((code) => (code === -1 ? next++ : code))
}
