import type { HistoryRow } from '../../../../contract/history.ts'

/** The positive class that all rows with a binary task agree on; `undefined` where there are several, or none. */
export function sharedClass(rows: readonly (Pick<HistoryRow, 'positiveClass'> | undefined)[]): string | undefined {
  const classes = new Set(rows.flatMap((row) => (row?.positiveClass === undefined ? [] : [row.positiveClass])))
  return classes.size === 1 ? [...classes][0] : undefined
}
