import type { DuckDBConnection } from '@duckdb/node-api'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { RowHashes } from '../../../core/dataset/rowHashes.ts'
import { parquetSql, queryRow } from '../read/duckDatabase.ts'
import { inBatches } from '../read/inBatches.ts'
import { streamNumbers } from '../read/streamNumbers.ts'
import type { StoredColumns } from '../store/storedColumns.ts'
import type { ColumnPlan } from '../types/columnPlan.ts'
import { byFile, columnsAtOnce } from './byFile.ts'

/** Rows that equal an earlier one in every column. */
export async function countDuplicateRows(
  connection: DuckDBConnection,
  stored: StoredColumns,
  columns: readonly Pick<ColumnPlan, 'field'>[],
  rows: number,
): Promise<number> {
  const groups = byFile(stored, columns)
  if (groups.length === 1 && groups[0].path !== undefined) {
    const statement = `SELECT count(*) - count(DISTINCT ${hashSql(columns)}) FROM ${parquetSql(groups[0].path)}`
    return Number((await queryRow(connection, statement))[0])
  }
  const hashes = new RowHashes(rows)
  for (const { path, columns: own } of groups) {
    if (path !== undefined) {
      // As many bits as a 64-bit float holds.
      const [values] = await streamNumbers(connection, parquetSql(path), [`(${hashSql(own)} >> 11)::DOUBLE`], rows)
      hashes.add(values)
      continue
    }
    for (const batch of inBatches(own, columnsAtOnce(rows))) {
      for (const values of await stored.numbers(batch.map(({ field }) => field))) hashes.add(values)
      await nextTurn()
    }
  }
  return hashes.repeated()
}

function hashSql(columns: readonly Pick<ColumnPlan, 'field'>[]): string {
  return `hash(${columns.map(({ field }) => `c${String(field)}`).join(', ')})`
}
