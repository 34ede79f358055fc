import type { DuckDBConnection } from '@duckdb/node-api'
import type { LineMap } from '../../../core/csv/lineMap.ts'
import { shortenCell } from '../../../core/csv/cellSample.ts'
import type { CellSample } from '../../../core/csv/cellSample.ts'
import { pathLiteral, queryRows } from '../read/duckDatabase.ts'

const MOST = 1000

/** The first cells of a field for which a condition holds, a thousand unless `most` says otherwise, with their physical lines. */
export async function listCells(
  connection: DuckDBConnection,
  draft: string,
  lines: LineMap,
  field: number,
  condition: string,
  most = MOST,
): Promise<CellSample[]> {
  const column = `c${String(field)}`
  const source = `read_parquet(${pathLiteral(draft)}, hive_partitioning = false, file_row_number = true)`
  const rows = await queryRows(
    connection,
    `SELECT file_row_number, left(${column}, 300) FROM ${source} WHERE ${condition} ORDER BY file_row_number ${most === Infinity ? '' : `LIMIT ${String(most)}`}`,
  )
  return rows.map(([row, cell]) => ({ line: lines.lineOf(Number(row)), cell: shortenCell(String(cell)) }))
}
