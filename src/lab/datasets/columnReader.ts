import type { DuckDBConnection } from '@duckdb/node-api'
import type { AssignedColumn } from '../../core/dataset/assignRoles.ts'
import { CategoryBuilder } from '../../core/dataset/categoryBuilder.ts'
import type { DatasetColumn } from '../../core/dataset/inspection.ts'
import type { CategoryColumn, NumberColumn, TableColumn } from '../../core/dataset/table.ts'
import { pathLiteral } from './duckDatabase.ts'
import type { ImportedDataset } from './importDataset.ts'

/** What a table is loaded from. */
export type TableSource = Pick<ImportedDataset, 'parquet'> & {
  readonly inspection: Pick<ImportedDataset['inspection'], 'columns' | 'rows'>
}

/** Reads one column after the other, a few thousand values at a stretch. */
export class ColumnReader {
  readonly #connection: DuckDBConnection
  readonly #source: TableSource

  constructor(connection: DuckDBConnection, source: TableSource) {
    this.#connection = connection
    this.#source = source
  }

  /** The column as what it is to be. */
  column(wanted: AssignedColumn): Promise<TableColumn> {
    return wanted.kind === 'number' ? this.numbers(wanted) : this.categories(wanted)
  }

  async numbers({ column }: AssignedColumn): Promise<NumberColumn> {
    const values = new Float64Array(this.#source.inspection.rows).fill(NaN)
    let row = 0
    for await (const chunk of this.#stream(storedNumberSql(column)))
      for (const value of chunk) values[row++] = typeof value === 'number' ? value : NaN
    return { kind: 'number', name: column.name, values }
  }

  async categories({ column }: AssignedColumn): Promise<CategoryColumn> {
    const builder = new CategoryBuilder(column.name, this.#source.inspection.rows)
    for await (const chunk of this.#stream(storedCategorySql(column)))
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
