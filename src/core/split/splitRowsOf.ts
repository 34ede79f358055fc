import type { Table } from '../dataset/table.ts'
import type { EncodedTarget } from '../preprocessing/encodeTarget.ts'
import type { SplitRows } from './split.ts'

/** What a splitter may know of a table. */
export function splitRowsOf(
  { rows, groups, weights }: Pick<Table, 'rows' | 'groups' | 'weights'>,
  { classes, labels }: Pick<EncodedTarget, 'classes' | 'labels'>,
): SplitRows {
  return { count: rows, classes, ...(labels && { labels }), ...(groups && { groups }), ...(weights && { weights }) }
}
