import type { DuckDBConnection } from '@duckdb/node-api'
import type { AssignedColumn } from '../../../core/dataset/assignRoles.ts'
import { CategoryBuilder } from '../../../core/dataset/categoryBuilder.ts'
import { doubleText } from '../../../core/dataset/doubleText.ts'
import type { DatasetColumn } from '../../../core/dataset/inspection.ts'
import type { CategoryColumn, NumberColumn, TableColumn } from '../../../core/dataset/table.ts'
import { parquetSql, pathLiteral } from '../read/duckDatabase.ts'
import { inBatches } from '../read/inBatches.ts'
import type { ImportedDataset } from '../store/importDataset.ts'
import { streamShared } from '../read/streamNumbers.ts'
import { byFile, columnsAtOnce } from './byFile.ts'

/** What a table is loaded from. */
export type TableSource = Pick<ImportedDataset, 'stored'> &
  Partial<Pick<ImportedDataset, 'levelOrder'>> & {
    readonly inspection: Pick<ImportedDataset['inspection'], 'columns' | 'rows'>
  }

/** Some rows that follow one another. */
export interface RowRange {
  readonly from: number
  readonly count: number
}

/** Whole columns of one dataset that were read before. */
export type KnownColumns = Map<string, TableColumn>

/** Reads columns from the store, a few thousand values at a stretch. */
export class ColumnReader {
  readonly #connection: DuckDBConnection
  readonly #source: TableSource
  readonly #rows: RowRange
  readonly #known: KnownColumns | undefined

  /**
   * @param rows which rows are read; all unless given
   * @param known columns that need not be read again; those that are read are added
   */
  constructor(connection: DuckDBConnection, source: TableSource, rows?: RowRange, known?: KnownColumns) {
    this.#known = rows ? undefined : known
    this.#connection = connection
    this.#source = source
    this.#rows = rows ?? { from: 0, count: source.inspection.rows }
  }

  /** The columns as what they are to be, in order; many at a time, since each reading of a file takes its while. */
  async columns(wanted: readonly AssignedColumn[]): Promise<TableColumn[]> {
    const found: KnownColumns = this.#known ?? new Map()
    const missing = wanted.filter((one) => !found.has(keyOf(one)))
    for (const kind of ['number', 'category'] as const) {
      const own = missing.filter((one) => one.kind === kind).map((one) => ({ ...one, one, field: one.column.field }))
      for (const { path, columns } of byFile(this.#source.stored, own))
        for (const batch of inBatches(columns, columnsAtOnce(this.#rows.count))) {
          const read = await this.#read(kind, batch, path)
          batch.forEach(({ one }, index) => found.set(keyOf(one), read[index]))
        }
    }
    return wanted.flatMap((one) => found.get(keyOf(one)) ?? [])
  }

  async numbers({ column }: Pick<AssignedColumn, 'column'>): Promise<NumberColumn> {
    const [read] = await this.columns([{ column, kind: 'number' }])
    if (read.kind !== 'number') throw new Error('a column of numbers was asked for')
    return read
  }

  async categories({ column }: Pick<AssignedColumn, 'column'>): Promise<CategoryColumn> {
    const [read] = await this.columns([{ column, kind: 'category' }])
    if (read.kind !== 'category') throw new Error('a column of categories was asked for')
    return read
  }

  /** @param path the Parquet file; absent for the file of numbers */
  #read(
    kind: 'number' | 'category',
    batch: readonly AssignedColumn[],
    path: string | undefined,
  ): Promise<readonly TableColumn[]> {
    if (kind === 'number') return this.#numberBatch(batch, path)
    return path === undefined ? this.#numbersAsCategories(batch) : this.#categoryBatch(batch, path)
  }

  async #numberBatch(batch: readonly AssignedColumn[], path: string | undefined): Promise<NumberColumn[]> {
    const all =
      path === undefined
        ? await this.#plainNumbers(batch)
        : await streamShared(
            this.#connection,
            this.#sql(path),
            batch.map(({ column }) => storedNumberSql(column)),
            this.#rows.count,
          )
    return batch.map(({ column }, index) => ({ kind: 'number', name: column.name, values: all[index] }))
  }

  async #categoryBatch(batch: readonly AssignedColumn[], path: string): Promise<CategoryColumn[]> {
    const builders = batch.map(({ column }) => this.#builder(column))
    const cells = batch.map(({ column }) => storedCategorySql(column)).join(', ')
    const result = await this.#connection.stream(`SELECT ${cells} FROM ${this.#sql(path)}`)
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk())
      for (const [at, builder] of builders.entries())
        for (const value of chunk.getColumnValues(at)) builder.add(typeof value === 'string' ? value : null)
    return builders.map((builder) => builder.build())
  }

  async #numbersAsCategories(batch: readonly AssignedColumn[]): Promise<CategoryColumn[]> {
    const all = await this.#plainNumbers(batch)
    return batch.map(({ column }, index) => {
      const builder = this.#builder(column)
      for (const value of all[index]) builder.add(numberLabel(column, value))
      return builder.build()
    })
  }

  #plainNumbers(batch: readonly AssignedColumn[]): Promise<Float64Array[]> {
    const { from, count } = this.#rows
    return this.#source.stored.numbers(
      batch.map(({ column }) => column.field),
      from,
      count,
    )
  }

  /** The rows that are read, of a Parquet file. */
  #sql(path: string): string {
    const { from, count } = this.#rows
    if (count === this.#source.inspection.rows) return parquetSql(path)
    return `(SELECT * FROM read_parquet(${pathLiteral(path)}, hive_partitioning = false, file_row_number = true)
      WHERE file_row_number >= ${String(from)} AND file_row_number < ${String(from + count)} ORDER BY file_row_number)`
  }

  #builder({ name }: DatasetColumn): CategoryBuilder {
    return new CategoryBuilder(name, this.#rows.count, this.#source.levelOrder)
  }
}

function keyOf({ column, kind }: AssignedColumn): string {
  return `${kind} ${String(column.field)}`
}

/** As {@link storedCategorySql} writes numbers. */
function numberLabel({ profile }: DatasetColumn, value: number): string | null {
  if (Number.isNaN(value)) return null
  return profile.kind === 'number' && profile.isInteger ? String(value) : doubleText(value)
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
