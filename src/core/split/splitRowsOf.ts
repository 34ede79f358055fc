import type { Table } from '../dataset/table.ts'
import type { EncodedTarget } from '../preprocessing/encodeTarget.ts'
import type { SplitRows } from './split.ts'

/** What a splitter may know of a table. */
export function splitRowsOf(
  { rows, groups, weights, time, series, parts }: Omit<Table, 'features' | 'target'>,
  { classes, labels, values }: Pick<EncodedTarget, 'classes' | 'labels' | 'values'>,
): SplitRows {
  return {
    count: rows,
    classes,
    ...(labels && { labels }),
    ...(values && { values }),
    ...(groups && { groups }),
    ...(weights && { weights }),
    ...(time && { time }),
    ...(series && { series }),
    ...(parts && { parts }),
  }
}
