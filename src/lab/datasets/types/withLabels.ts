import type { DuckDBConnection } from '@duckdb/node-api'
import { joinedLabels } from '../../../core/dataset/lookAlikes.ts'
import type { ValueCount } from '../../../core/dataset/profile.ts'
import { ownChoice } from '../read/planFields.ts'
import { parquetSql, queryRows } from '../read/duckDatabase.ts'
import type { DatasetChoices } from '../store/datasetChoices.ts'
import { cellSql } from './columnPlan.ts'
import type { ColumnPlan } from './columnPlan.ts'

/** Columns of categories with the other names of their labels: those chosen, and one for all that look alike where that was chosen. */
export async function withLabels(
  connection: DuckDBConnection,
  draft: string,
  columns: readonly ColumnPlan[],
  choices: DatasetChoices,
): Promise<ColumnPlan[]> {
  const named: ColumnPlan[] = []
  for (const column of columns) {
    const own = ownChoice(choices, column.name.name)
    const isJoined = own?.lookAlikes === 'join'
    const isNamed = column.type === 'category' && (isJoined || own?.labels !== undefined)
    if (!isNamed) named.push(column)
    else if (!isJoined) named.push({ ...column, labels: own?.labels ?? {} })
    else named.push({ ...column, labels: joinedLabels(await countLabels(connection, draft, column), own.labels) })
  }
  return named
}

async function countLabels(connection: DuckDBConnection, draft: string, column: ColumnPlan): Promise<ValueCount[]> {
  const cell = cellSql(column)
  const rows = await queryRows(
    connection,
    `SELECT ${cell} AS v, count(*) FROM ${parquetSql(draft)} WHERE v IS NOT NULL GROUP BY v ORDER BY v`,
  )
  return rows.map(([value, count]) => ({ value: String(value), count: Number(count) }))
}
