import type { DuckDBConnection } from '@duckdb/node-api'
import type { LineMap } from '../../../core/csv/lineMap.ts'
import type { PlacedCells } from './buildLedger.ts'
import { missingNumberSql, oddSql } from './columnPlan.ts'
import type { ColumnPlan } from './columnPlan.ts'
import { listCells } from './listCells.ts'

/** The first cells of each column of numbers that had to be rewritten to be numbers; `odd` has their counts by field. */
export async function listOddCells(
  connection: DuckDBConnection,
  draft: string,
  lines: LineMap,
  columns: readonly ColumnPlan[],
  odd: ReadonlyMap<number, number>,
): Promise<Map<number, PlacedCells>> {
  const found = new Map<number, PlacedCells>()
  for (const column of columns.filter(({ isOdd }) => isOdd)) {
    const cells = await listCells(connection, draft, lines, column.field, oddSql(column))
    found.set(column.field, { count: odd.get(column.field) ?? cells.length, cells })
  }
  return found
}

/** Cells of each column of numbers that mean missing because of the number they are, and not because of how it is written. */
export async function listMissingNumbers(
  connection: DuckDBConnection,
  draft: string,
  lines: LineMap,
  columns: readonly ColumnPlan[],
): Promise<Map<number, PlacedCells>> {
  const found = new Map<number, PlacedCells>()
  for (const column of columns.filter(({ type, missingNumbers }) => type === 'number' && missingNumbers.length > 0)) {
    const cells = await listCells(connection, draft, lines, column.field, missingNumberSql(column), Infinity)
    if (cells.length > 0) found.set(column.field, { count: cells.length, cells })
  }
  return found
}
