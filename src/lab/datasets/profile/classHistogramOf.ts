import { tmpdir } from 'node:os'
import { targetColumn } from '../../../core/dataset/assignRoles.ts'
import { byCodePoint } from '../../../core/dataset/levelOrder.ts'
import type { ClassHistogram } from '../../../core/dataset/classHistogram.ts'
import { inferTask } from '../../../core/dataset/inferTask.ts'
import type { DatasetColumn } from '../../../core/dataset/inspection.ts'
import type { Histogram } from '../../../core/dataset/profile.ts'
import { storedCategorySql, storedNumberSql } from './columnReader.ts'
import type { TableSource } from './columnReader.ts'
import { parquetSql, queryRows, withDuckDb } from '../read/duckDatabase.ts'
import type { LoadOptions } from '../store/loadTable.ts'

/** More classes cannot be told apart in one picture. */
const MOST_CLASSES = 6

export interface ClassHistogramWish {
  readonly column: string
  readonly target: string
}

/**
 * A column's histogram parted by the classes of the target, counted over all rows. `null` where either is no such column, or
 * the target has too many classes for one picture.
 * @throws HoldoutError `dataset/no-such-column`, and what `inferTask` throws for a target that nothing can be learned from
 */
export async function classHistogramOf(
  source: TableSource,
  wish: ClassHistogramWish,
  options: LoadOptions = {},
): Promise<ClassHistogram | null> {
  const { columns } = source.inspection
  const target = targetColumn(columns, wish.target)
  const column = targetColumn(columns, wish.column)
  const { profile } = column
  const histogram = profile.kind === 'number' ? profile.histogram : null
  const isParted = inferTask(target) !== 'regression' && target.profile.distinct <= MOST_CLASSES
  if (!histogram || !isParted || column === target) return null
  const statement = countsSql(source, column, target, histogram)
  const duck = { tempFolder: tmpdir(), files: [source.parquet], ...options }
  const rows = await withDuckDb(duck, (connection) => queryRows(connection, statement))
  const { min, max, counts } = histogram
  return { min, max, classes: partedCounts(rows, counts.length, target) }
}

/** Label, bin and rows; the bins are cut as `profileNumbers` cuts them. */
function countsSql(
  source: TableSource,
  column: DatasetColumn,
  target: DatasetColumn,
  { min, max, counts: { length: bins } }: Histogram,
): string {
  const width = (max - min) / bins
  const bin = width === 0 ? '0' : `least(${bins - 1}, floor((value - (${min}::DOUBLE)) / ${width}::DOUBLE))::INTEGER`
  return `SELECT label, ${bin} AS bin, count(*)
    FROM (SELECT ${storedCategorySql(target)} AS label, ${storedNumberSql(column)} AS value FROM ${parquetSql(source.parquet)})
    WHERE label IS NOT NULL AND isfinite(value) GROUP BY label, bin`
}

function partedCounts(
  rows: readonly (readonly unknown[])[],
  bins: number,
  { profile }: DatasetColumn,
): ClassHistogram['classes'] {
  const top = profile.kind === 'values' ? profile.top.map(({ value }) => value) : []
  const byLabel = new Map<string, number[]>()
  for (const [label, bin, count] of rows) {
    const counts = byLabel.get(String(label)) ?? new Array<number>(bins).fill(0)
    counts[Number(bin)] = Number(count)
    byLabel.set(String(label), counts)
  }
  const inOrder = [...byLabel].sort(([a], [b]) => top.indexOf(a) - top.indexOf(b) || byCodePoint(a, b))
  return inOrder.map(([label, counts]) => ({ label, counts }))
}
