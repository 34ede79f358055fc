import type { Table } from '../dataset/table.ts'
import type { RandomKey } from '../random/philox4x32.ts'
import { innerSplitByGroups } from './innerSplitByGroups.ts'
import { inTime } from './inTime.ts'
import { innerSplitByTime } from './innerSplitByTime.ts'
import { stratifiedInnerSplit, type InnerSplit } from './stratifiedInnerSplit.ts'

/** What the rows that early stopping watches are chosen by. */
export interface WatchedSplitRule {
  /** As the protocol holds rows out, so that neither side knows the other; absent: by class alone. */
  readonly watch?: 'byGroups' | 'byTime'
  /** Share of the training rows that is watched. */
  readonly fraction: number
  readonly key: RandomKey
}

/**
 * Splits the training rows of a fit into those it learns from and those that early stopping watches.
 * @param labels class of each row of the table; absent for regression.
 */
export function watchedSplit(
  table: Pick<Table, 'groups' | 'time' | 'series'>,
  labels: Int32Array | undefined,
  train: Int32Array,
  { watch, fraction, key }: WatchedSplitRule,
): InnerSplit {
  if (watch === 'byTime') return innerSplitByTime(inTime(train, table.time), table.series, fraction)
  if (watch === 'byGroups' && table.groups) {
    const byGroups = innerSplitByGroups(train, { groups: table.groups, ...(labels && { labels }) }, fraction, key)
    if (byGroups.watch.length > 0) return byGroups
  }
  return stratifiedInnerSplit(train, labels, fraction, key)
}
