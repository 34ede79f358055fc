import type { DuckDBConnection } from '@duckdb/node-api'
import type { AssignedColumn } from '../../../core/dataset/assignRoles.ts'
import { CategoryBuilder } from '../../../core/dataset/categoryBuilder.ts'
import type { DatasetColumn } from '../../../core/dataset/inspection.ts'
import type { CategoryColumn, NumberColumn, TableColumn } from '../../../core/dataset/table.ts'
import { parquetSql } from '../read/duckDatabase.ts'
import { inBatches } from '../read/inBatches.ts'
import type { ImportedDataset } from '../store/importDataset.ts'

import { streamNumbers } from '../read/streamNumbers.ts'

/** Values and columns read by one statement. */
const VALUES_AT_ONCE = 3_000_000
const MOST_AT_ONCE = 200

/** What a table is loaded from. */
export type TableSource = Pick<ImportedDataset, 'parquet'> &
  Partial<Pick<ImportedDataset, 'levelOrder'>> & {
    readonly inspection: Pick<ImportedDataset['inspection'], 'columns' | 'rows'>
  }

/** Reads columns from the store, a few thousand values at a stretch. */
export class ColumnReader {
  readonly #connection: DuckDBConnection
  readonly #source: TableSource

  constructor(connection: DuckDBConnection, source: TableSource) {
    this.#connection = connection
    this.#source = source
  }

  /** The columns as what they are to be, in order; numbers many at a time, since each reading of a wide file takes its while. */
  async columns(wanted: readonly AssignedColumn[]): Promise<TableColumn[]> {
    const found = new Map<AssignedColumn, TableColumn>()
    for (const batch of inBatches(
      wanted.filter(({ kind }) => kind === 'number'),
      this.#numbersAtOnce(),
    )) {
      const columns = await this.#numberBatch(batch)
      batch.forEach((one, index) => found.set(one, columns[index]))
    }
    for (const one of wanted.filter(({ kind }) => kind === 'category')) found.set(one, await this.categories(one))
    return wanted.flatMap((one) => found.get(one) ?? [])
  }

  async numbers(wanted: AssignedColumn): Promise<NumberColumn> {
    return (await this.#numberBatch([wanted]))[0]
  }

  async categories({ column }: AssignedColumn): Promise<CategoryColumn> {
    const { inspection, levelOrder } = this.#source
    const builder = new CategoryBuilder(column.name, inspection.rows, levelOrder)
    for await (const chunk of this.#stream(storedCategorySql(column)))
      for (const value of chunk) builder.add(typeof value === 'string' ? value : null)
    return builder.build()
  }

  #numbersAtOnce(): number {
    return Math.max(1, Math.min(MOST_AT_ONCE, Math.floor(VALUES_AT_ONCE / Math.max(1, this.#source.inspection.rows))))
  }

  async #numberBatch(batch: readonly AssignedColumn[]): Promise<NumberColumn[]> {
    const { parquet, inspection } = this.#source
    const expressions = batch.map(({ column }) => storedNumberSql(column))
    const all = await streamNumbers(this.#connection, parquetSql(parquet), expressions, inspection.rows)
    return batch.map(({ column }, index) => ({ kind: 'number', name: column.name, values: all[index] }))
  }

  async *#stream(expression: string): AsyncGenerator<readonly unknown[]> {
    const result = await this.#connection.stream(`SELECT ${expression} FROM ${parquetSql(this.#source.parquet)}`)
    for (;;) {
      const chunk = await result.fetchChunk()
      if (!chunk || chunk.rowCount === 0) return
      yield chunk.getColumnValues(0)
    }
  }
}

/** SQL for a stored cell as a number: dates as days since 1970, booleans as 0 and 1. */
export function storedNumberSql({ field, type }: DatasetColumn): string {
  const cell = `c${String(field)}`
  if (type === 'date') return `epoch(${cell}) / 86400.0`
  return type === 'category' || type === 'text' ? `TRY_CAST(${cell} AS DOUBLE)` : `${cell}::DOUBLE`
}

/** SQL for a stored cell as a category. */
export function storedCategorySql({ field, type, profile }: DatasetColumn): string {
  const cell = `c${String(field)}`
  // 2 and not 2.0: the labels of classes are what the person wrote.
  if (type === 'number' && profile.kind === 'number' && profile.isInteger) return `${cell}::DECIMAL(38, 0)::VARCHAR`
  return `${cell}::VARCHAR`
}
