import type { DuckDBConnection } from '@duckdb/node-api'
import { itemsOf } from './rowStream.ts'

/** Columns of numbers, NaN where missing, read a few thousand values at a stretch; `expressions` are SQL of type DOUBLE. */
export async function streamNumbers(
  connection: DuckDBConnection,
  source: string,
  expressions: readonly string[],
  rows: number,
): Promise<Float64Array<ArrayBuffer>[]> {
  const columns = expressions.map(() => new Float64Array(rows))
  await streamInto(columns, connection, source, expressions)
  return columns
}

/** As {@link streamNumbers}, into memory that threads share: a large table that is checked on one is not copied for it. */
export async function streamShared(
  connection: DuckDBConnection,
  source: string,
  expressions: readonly string[],
  rows: number,
): Promise<Float64Array[]> {
  const bytes = rows * Float64Array.BYTES_PER_ELEMENT
  const columns = expressions.map(() => new Float64Array(new SharedArrayBuffer(bytes)))
  await streamInto(columns, connection, source, expressions)
  return columns
}

async function streamInto(
  columns: readonly Float64Array[],
  connection: DuckDBConnection,
  source: string,
  expressions: readonly string[],
): Promise<void> {
  const cells = expressions.map((expression) => `coalesce(${expression}, 'nan'::DOUBLE)`)
  const result = await connection.stream(`SELECT ${cells.join(', ')} FROM ${source}`)
  let row = 0
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    for (const [index, values] of columns.entries()) {
      values.set(itemsOf(chunk.getColumnVector(index)), row)
    }
    row += chunk.rowCount
  }
}
