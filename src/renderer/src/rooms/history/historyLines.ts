import type { HistoryPage } from '../../../../contract/history.ts'

/** A line of the table: the head of a group, or the row at `index` among those that match. */
export type HistoryLine =
  | { readonly kind: 'group'; readonly key: string; readonly index: number; readonly count: number }
  | { readonly kind: 'row'; readonly index: number }

/** The lines of the table in order; rows of folded groups are left out. */
export function historyLines(
  matching: number,
  groups: HistoryPage['groups'],
  folded: ReadonlySet<string>,
): readonly HistoryLine[] {
  const row = (index: number): HistoryLine => ({ kind: 'row', index })
  if (groups.length === 0) return Array.from({ length: matching }, (_, index) => row(index))
  return groups.flatMap(({ value, from, count }): HistoryLine[] => {
    const key = String(value)
    const head: HistoryLine = { kind: 'group', key, index: from, count }
    return folded.has(key) ? [head] : [head, ...Array.from({ length: count }, (_, at) => row(from + at))]
  })
}
