import type { DuckDBConnection } from '@duckdb/node-api'
import { tmpdir } from 'node:os'
import { assigned, targetColumn } from '../../../core/dataset/assignRoles.ts'
import { correlationRatio, cramersV } from '../../../core/dataset/association.ts'
import type { Association, TargetAssociations } from '../../../core/dataset/association.ts'
import { inferTask } from '../../../core/dataset/inferTask.ts'
import type { DatasetColumn } from '../../../core/dataset/inspection.ts'
import { storedCategorySql, storedNumberSql } from './columnReader.ts'
import type { TableSource } from './columnReader.ts'
import { parquetSql, queryRow, queryRows, withDuckDb } from '../read/duckDatabase.ts'
import { inBatches } from '../read/inBatches.ts'
import type { LoadOptions } from '../store/loadTable.ts'
import type { TableUse } from '../../../core/experiment/tableUse.ts'

/** Columns compared in one statement. */
const COLUMNS_AT_ONCE = 50
/** With more categories than this, or fewer rows to each than three, an association says nothing. */
const MOST_CATEGORIES = 5000

/**
 * How strongly each column goes with a target: Pearson's r, eta or Cramér's V, as both are numbers or classes.
 * @throws HoldoutError `dataset/no-such-column`, and what `inferTask` throws for a target that nothing can be learned from
 */
export async function associationsWith(
  source: TableSource,
  wish: Pick<TableUse, 'target' | 'columns' | 'task'>,
  options: LoadOptions = {},
): Promise<TargetAssociations> {
  const { columns } = source.inspection
  const target = targetColumn(columns, wish.target)
  const task = inferTask(target, wish.task, wish.columns)
  const others = columns.filter((column) => column !== target && column.type !== 'text')
  const duck = { tempFolder: tmpdir(), files: [source.parquet], ...options }
  const found = await withDuckDb(duck, async (connection) => {
    const comparison = { connection, source: parquetSql(source.parquet), target }
    return task === 'regression' ? withNumbers(comparison, others) : withClasses(comparison, others)
  })
  return {
    target: target.name,
    task,
    columns: others.flatMap((column) => {
      const own = found.get(column)
      return own ? [{ column: column.name, ...own }] : []
    }),
  }
}

interface Comparison {
  readonly connection: DuckDBConnection
  /** SQL of the Parquet file. */
  readonly source: string
  readonly target: DatasetColumn
}

type Found = Map<DatasetColumn, Association>

async function withNumbers(comparison: Comparison, columns: readonly DatasetColumn[]): Promise<Found> {
  const { connection, source, target } = comparison
  const found: Found = new Map()
  const value = storedNumberSql(target)
  for (const batch of inBatches(columns.filter(isNumeric), COLUMNS_AT_ONCE)) {
    const measures = batch.map((column) => `corr(${storedNumberSql(column)}, ${value})`).join(', ')
    // DuckDB refuses sums that overflow: then there is no correlation to tell.
    const row = await queryRow(connection, `SELECT ${measures} FROM ${source}`).catch(() => [])
    batch.forEach((column, index) => found.set(column, { measure: 'pearson', value: finite(row[index]) }))
  }
  for (const column of columns.filter((one) => !isNumeric(one))) {
    const groups = repeats(column) ? await moments(comparison, storedCategorySql(column), [value]) : [[]]
    found.set(column, { measure: 'eta', value: correlationRatio(groups[0]) })
  }
  return found
}

async function withClasses(comparison: Comparison, columns: readonly DatasetColumn[]): Promise<Found> {
  const { connection, source, target } = comparison
  const found: Found = new Map()
  const label = storedCategorySql(target)
  for (const batch of inBatches(columns.filter(isNumeric), COLUMNS_AT_ONCE)) {
    const groups = await moments(comparison, label, batch.map(storedNumberSql))
    batch.forEach((column, index) => found.set(column, { measure: 'eta', value: correlationRatio(groups[index]) }))
  }
  for (const column of columns.filter((one) => !isNumeric(one))) {
    const statement = `SELECT a, b, count(*) FROM (SELECT ${storedCategorySql(column)} AS a, ${label} AS b FROM ${source})
      WHERE a IS NOT NULL AND b IS NOT NULL GROUP BY a, b`
    const rows = repeats(column) ? await queryRows(connection, statement) : []
    const pairs = rows.map(([a, b, count]) => ({ a: String(a), b: String(b), count: Number(count) }))
    found.set(column, { measure: 'cramersV', value: cramersV(pairs) })
  }
  return found
}

/** Of each column of numbers, its moments within each class. */
async function moments(
  { connection, source }: Comparison,
  label: string,
  numbers: readonly string[],
): Promise<{ count: number; mean: number; variance: number }[][]> {
  const measures = numbers.map((value) => `count(${value}), avg(${value}), var_pop(${value})`).join(', ')
  const statement = `SELECT ${measures} FROM (SELECT *, ${label} AS label FROM ${source}) WHERE label IS NOT NULL GROUP BY label`
  const rows = await queryRows(connection, statement).catch(() => [])
  return numbers.map((_, index) =>
    rows.map((row) => {
      const [count, mean, variance] = row.slice(3 * index, 3 * index + 3).map(Number)
      return { count, mean, variance }
    }),
  )
}

function isNumeric(column: DatasetColumn): boolean {
  return assigned(column).kind === 'number'
}

function repeats({ profile: { distinct, count } }: DatasetColumn): boolean {
  return distinct <= MOST_CATEGORIES && distinct * 3 <= count
}

function finite(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
