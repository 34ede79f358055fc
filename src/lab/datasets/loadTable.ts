import type { DuckDBConnection } from '@duckdb/node-api'
import { tmpdir } from 'node:os'
import { assignRoles } from '../../core/dataset/assignRoles.ts'
import type { AssignedColumn } from '../../core/dataset/assignRoles.ts'
import { CategoryBuilder } from '../../core/dataset/categoryBuilder.ts'
import { inferTask } from '../../core/dataset/inferTask.ts'
import type { DatasetColumn } from '../../core/dataset/inspection.ts'
import type { CategoryColumn, NumberColumn, Table, TableColumn, Task } from '../../core/dataset/table.ts'
import { HoldoutError } from '../../core/errors.ts'
import type { DatasetSettings } from '../../core/experiment/experiment.ts'
import { pathLiteral, withDuckDb } from './duckDatabase.ts'
import type { ImportedDataset } from './importDataset.ts'

/** How an experiment uses a dataset. */
export interface TableWish extends Pick<DatasetSettings, 'target' | 'columns' | 'rejected'> {
  /** Absent: follows from the target. */
  readonly task?: Task
}

export interface LoadOptions {
  readonly signal?: AbortSignal
}

/** What a table is loaded from. */
export type TableSource = Pick<ImportedDataset, 'parquet'> & {
  readonly inspection: Pick<ImportedDataset['inspection'], 'columns' | 'rows'>
}

/**
 * The table an experiment trains on, rows in the order of the file. Dates become days since 1970, booleans 0 and 1; columns of
 * text take part only when their role says so. A target is a category column for classification, a number column for regression.
 * @throws HoldoutError `dataset/no-such-column`, `dataset/missing-target`, `dataset/no-features`, `dataset/target-type`
 */
export async function loadTable(source: TableSource, wish: TableWish, options: LoadOptions = {}): Promise<Table> {
  const roles = assignRoles(source.inspection.columns, wish)
  const task = inferTask(roles.target.column, wish.task, wish.columns)
  return withDuckDb({ tempFolder: tmpdir(), files: [source.parquet], ...options }, async (connection) => {
    const read = new ColumnReader(connection, source)
    const target = task === 'regression' ? await read.numbers(roles.target) : await read.categories(roles.target)
    assertTargetComplete(target, source.inspection.rows)
    const features: TableColumn[] = []
    for (const feature of roles.features)
      features.push(feature.kind === 'number' ? await read.numbers(feature) : await read.categories(feature))
    const groups = roles.group && (await read.categories(roles.group)).codes
    const weights = roles.weight && (await read.numbers(roles.weight)).values
    if (weights) assertWeights(weights, roles.weight?.column.name ?? '')
    return {
      rows: source.inspection.rows,
      features,
      target,
      ...(groups && { groups: withoutMissing(groups) }),
      ...(weights && { weights }),
    }
  })
}

/** Reads one column after the other, a few thousand values at a stretch. */
class ColumnReader {
  readonly #connection: DuckDBConnection
  readonly #source: TableSource

  constructor(connection: DuckDBConnection, source: TableSource) {
    this.#connection = connection
    this.#source = source
  }

  async numbers({ column }: AssignedColumn): Promise<NumberColumn> {
    const values = new Float64Array(this.#source.inspection.rows).fill(NaN)
    let row = 0
    for await (const chunk of this.#stream(numberSql(column)))
      for (const value of chunk) values[row++] = typeof value === 'number' ? value : NaN
    return { kind: 'number', name: column.name, values }
  }

  async categories({ column }: AssignedColumn): Promise<CategoryColumn> {
    const builder = new CategoryBuilder(column.name, this.#source.inspection.rows)
    for await (const chunk of this.#stream(categorySql(column)))
      for (const value of chunk) builder.add(typeof value === 'string' ? value : null)
    return builder.build()
  }

  async *#stream(expression: string): AsyncGenerator<readonly unknown[]> {
    const result = await this.#connection.stream(
      `SELECT ${expression} FROM read_parquet(${pathLiteral(this.#source.parquet)}, hive_partitioning = false)`,
    )
    for (;;) {
      const chunk = await result.fetchChunk()
      if (!chunk || chunk.rowCount === 0) return
      yield chunk.getColumnValues(0)
    }
  }
}

function numberSql({ field, type }: DatasetColumn): string {
  const cell = `c${String(field)}`
  if (type === 'date') return `epoch(${cell}) / 86400.0`
  return type === 'category' || type === 'text' ? `TRY_CAST(${cell} AS DOUBLE)` : `${cell}::DOUBLE`
}

function categorySql({ field, type, profile }: DatasetColumn): string {
  const cell = `c${String(field)}`
  // 2 and not 2.0: the labels of classes are what the person wrote.
  if (type === 'number' && profile.kind === 'number' && profile.isInteger) return `${cell}::DECIMAL(38, 0)::VARCHAR`
  return `${cell}::VARCHAR`
}

function assertTargetComplete(target: TableColumn, rows: number): void {
  const isMissing =
    target.kind === 'number'
      ? (row: number) => Number.isNaN(target.values[row])
      : (row: number) => target.codes[row] === -1
  const missing = Array.from({ length: rows }, (_, row) => row).filter(isMissing)
  if (missing.length === 0) return
  throw new HoldoutError(
    'dataset/missing-target',
    `The target ${target.name} has no value in ${String(missing.length)} of ${String(rows)} rows, first in row ${String((missing[0] ?? 0) + 1)}.`,
    {
      hint: 'A row without a target teaches nothing: leave such rows out of the file, or choose another target.',
    },
  )
}

function assertWeights(weights: Float64Array, name: string): void {
  const bad = weights.findIndex((weight) => !(weight >= 0))
  if (bad < 0) return
  throw new HoldoutError(
    'dataset/weight',
    `The weight ${name} must be zero or more in every row; received ${String(weights[bad])} in row ${String(bad + 1)}.`,
    {
      hint: 'Fill in or mend that cell, or give the column another role.',
    },
  )
}

/** Rows without a group are each a group of their own. */
function withoutMissing(groups: Int32Array): Int32Array {
  let next = groups.reduce((most, code) => Math.max(most, code), -1) + 1
  return groups.map((code) => (code === -1 ? next++ : code))
}
