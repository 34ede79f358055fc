import type { DuckDBConnection } from '@duckdb/node-api'
import { valueSql } from './columnPlan.ts'
import type { ColumnPlan } from './columnPlan.ts'
import { csvTableSql } from './csvTable.ts'
import type { CsvTable } from './csvTable.ts'
import { literal, queryRow } from './duckDatabase.ts'

/** Cells that a writer holds before it lets go of them: bounds the memory of wide tables. */
const CELLS_PER_GROUP = 2_000_000

/** Writes the typed columns as Parquet, named by field (`c0`…), rows in the order of the file. Returns the rows written. */
export async function writeParquet(
  connection: DuckDBConnection,
  csv: CsvTable,
  columns: readonly ColumnPlan[],
  path: string,
): Promise<number> {
  const values = columns.map((column) => `${valueSql(column)} AS c${String(column.field)}`).join(', ')
  const perGroup = Math.max(2048, Math.min(122_880, Math.floor(CELLS_PER_GROUP / columns.length)))
  const options = `FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE ${String(perGroup)}`
  const [rows] = await queryRow(
    connection,
    `COPY (SELECT ${values} FROM ${csvTableSql(csv)}) TO ${literal(path)} (${options})`,
  )
  return Number(rows)
}
