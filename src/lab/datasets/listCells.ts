import type { DuckDBConnection } from '@duckdb/node-api'
import type { LineMap } from '../../core/dataset/lineMap.ts'
import { shortenCell } from '../../core/dataset/ledger.ts'
import type { LedgerSample } from '../../core/dataset/ledger.ts'
import { csvTableSql } from './csvTable.ts'
import type { CsvTable } from './csvTable.ts'
import { queryRows } from './duckDatabase.ts'

const MOST = 1000

/** The first thousand cells of a field for which a condition holds, with their physical lines. */
export async function listCells(
  connection: DuckDBConnection,
  csv: CsvTable,
  lines: LineMap,
  field: number,
  condition: string,
): Promise<LedgerSample[]> {
  const column = `c${String(field)}`
  const numbered = `SELECT row_number() OVER () - 1 AS row, ${column} FROM ${csvTableSql(csv)}`
  const rows = await queryRows(
    connection,
    `SELECT row, left(${column}, 300) FROM (${numbered}) WHERE ${condition} ORDER BY row LIMIT ${String(MOST)}`,
  )
  return rows.map(([row, cell]) => ({ line: lines.lineOf(Number(row)), cell: shortenCell(String(cell)) }))
}
