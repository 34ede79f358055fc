import type { DuckDBConnection } from '@duckdb/node-api'
import type { LineMap } from '../../../core/csv/lineMap.ts'
import type { LostCells, PlacedCells } from './buildLedger.ts'
import { nonFiniteSql, unreadableSql } from './columnPlan.ts'
import type { ColumnPlan } from './columnPlan.ts'
import { parquetSql, queryRow } from '../read/duckDatabase.ts'
import { inBatches } from '../read/inBatches.ts'
import { listCells } from './listCells.ts'

/** Columns counted in one statement. */
const COLUMNS_AT_ONCE = 50

/**
 * Cells that were written but are no value of their column's type: all counted, the first thousand listed unless `most` says otherwise.
 *
 * @param draft Parquet that holds the columns as text, rows in the order of the file.
 * @param columns those that may have lost any; categories and text lose none.
 */
export async function findLost(
  connection: DuckDBConnection,
  draft: string,
  lines: LineMap,
  columns: readonly ColumnPlan[],
  most?: number,
): Promise<Map<number, LostCells>> {
  const lost = new Map<number, LostCells>()
  for (const batch of inBatches(columns, COLUMNS_AT_ONCE)) {
    const conditions = batch.flatMap((column) => [
      unreadableSql(column),
      column.type === 'number' ? nonFiniteSql(column) : 'false',
    ])
    const counts = (
      await queryRow(connection, `SELECT ${conditions.map(countSql).join(', ')} FROM ${parquetSql(draft)}`)
    ).map(Number)
    const cells = async (at: number, field: number): Promise<PlacedCells> => ({
      count: counts[at],
      cells: counts[at] === 0 ? [] : await listCells(connection, draft, lines, field, conditions[at], most),
    })
    for (const [index, { field }] of batch.entries()) {
      lost.set(field, { unreadable: await cells(2 * index, field), nonFinite: await cells(2 * index + 1, field) })
    }
  }
  return lost
}

function countSql(condition: string): string {
  return `count(CASE WHEN ${condition} THEN 1 END)`
}
