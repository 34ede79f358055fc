import type { DuckDBConnection } from '@duckdb/node-api'
import { literal, queryRow } from '../read/duckDatabase.ts'

/** Cells that a writer holds before it lets go of them: bounds the memory of wide tables. */
const CELLS_PER_GROUP = 2_000_000

/** Writes values (SQL, one for each field) as Parquet, named by field (`c0`…), rows in the order of the source. Returns the rows written. */
export async function writeParquet(
  connection: DuckDBConnection,
  source: string,
  fields: readonly number[],
  values: readonly string[],
  path: string,
): Promise<number> {
  const columns = fields.map((field, index) => `${values[index]} AS c${String(field)}`).join(', ')
  const perGroup = Math.max(2048, Math.min(122_880, Math.floor(CELLS_PER_GROUP / fields.length)))
  const options = `FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE ${String(perGroup)}`
  const [rows] = await queryRow(connection, `COPY (SELECT ${columns} FROM ${source}) TO ${literal(path)} (${options})`)
  return Number(rows)
}
