import { tmpdir } from 'node:os'
import { targetColumn } from '../../../core/dataset/assignRoles.ts'
import { byCodePoint } from '../../../core/dataset/levelOrder.ts'
import type { ClassHistogram } from '../../../core/dataset/classHistogram.ts'
import { inferTask } from '../../../core/dataset/inferTask.ts'
import type { DatasetColumn } from '../../../core/dataset/inspection.ts'
import type { CategoryColumn } from '../../../core/dataset/table.ts'
import type { Histogram } from '../../../core/dataset/profile.ts'
import { ColumnReader } from './columnReader.ts'
import type { TableSource } from './columnReader.ts'
import { withDuckDb } from '../read/duckDatabase.ts'
import type { LoadOptions } from '../store/loadTable.ts'

/** More classes cannot be distinguished in one picture. */
const MOST_CLASSES = 6

export interface ClassHistogramRequest {
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
  request: ClassHistogramRequest,
  options: LoadOptions = {},
): Promise<ClassHistogram | null> {
  const { columns } = source.inspection
  const target = targetColumn(columns, request.target)
  const column = targetColumn(columns, request.column)
  const { profile } = column
  const histogram = profile.kind === 'number' ? profile.histogram : null
  const isParted = inferTask(target) !== 'regression' && target.profile.distinct <= MOST_CLASSES
  if (!histogram || !isParted || column === target) return null
  const duck = { tempFolder: tmpdir(), files: source.stored.files, ...options }
  const [values, labels] = await withDuckDb(duck, async (connection) => {
    const read = new ColumnReader(connection, source)
    return [await read.numbers({ column }), await read.categories({ column: target })]
  })
  const { min, max } = histogram
  return { min, max, classes: partedCounts(values.values, labels, histogram, target) }
}

/** The bins are cut as `profileNumbers` cuts them. */
function partedCounts(
  values: Float64Array,
  { levels, codes }: CategoryColumn,
  { min, max, counts: { length: bins } }: Histogram,
  { profile }: DatasetColumn,
): ClassHistogram['classes'] {
  const width = (max - min) / bins
  const counts = levels.map(() => new Array<number>(bins).fill(0))
  for (let row = 0; row < values.length; row++) {
    if (codes[row] < 0 || Number.isNaN(values[row])) continue
    const bin = width === 0 ? 0 : Math.min(bins - 1, Math.floor((values[row] - min) / width))
    counts[codes[row]][bin]++
  }
  const top = profile.kind === 'values' ? profile.top.map(({ value }) => value) : []
  return levels
    .map((label, code) => ({ label, counts: counts[code] }))
    .filter((own) => own.counts.some((count) => count > 0))
    .sort((a, b) => top.indexOf(a.label) - top.indexOf(b.label) || byCodePoint(a.label, b.label))
}
