import type { InnerSplit } from './stratifiedInnerSplit.ts'

/**
 * Sets the last `fraction` of the training rows aside for early stopping to watch, at least one and at least one left; with
 * `series` the last of each series that has two rows. `trainRows` come in order of time, as `timeOrderedSplit` returns
 * them. Row numbers, ascending.
 */
export function innerSplitByTime(trainRows: Int32Array, series: Int32Array | undefined, fraction: number): InnerSplit {
  const ofSeries = new Map<number, number[]>()
  for (const row of trainRows) {
    const code = series?.[row] ?? 0
    const known = ofSeries.get(code)
    if (known) known.push(row)
    else ofSeries.set(code, [row])
  }
  const watched = new Set([...ofSeries.values()].flatMap((rows) => rows.slice(rows.length - shareOf(rows, fraction))))
  const ascending = trainRows.slice().sort()
  return {
    fit: ascending.filter((row) => !watched.has(row)),
    watch: ascending.filter((row) => watched.has(row)),
  }
}

function shareOf({ length }: readonly number[], fraction: number): number {
  return length < 2 ? 0 : Math.min(length - 1, Math.max(1, Math.round(length * fraction)))
}
