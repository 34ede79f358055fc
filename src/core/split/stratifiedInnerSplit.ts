import { keyedPermutation } from '../random/keyedDraws.ts'
import type { RandomKey } from '../random/philox4x32.ts'

/** Training rows parted once more: those to fit on and those that early stopping watches. Row numbers, ascending. */
export interface InnerSplit {
  readonly fit: Int32Array
  readonly watch: Int32Array
}

/**
 * Sets aside `fraction` of the training rows for early stopping to watch, each class in proportion and never a
 * class as a whole. Without `labels` (regression) by rows alone.
 *
 * Neither side is empty where `rowProblems` finds nothing wrong with these rows and this fraction.
 */
export function stratifiedInnerSplit(
  trainRows: Int32Array,
  labels: Int32Array | undefined,
  fraction: number,
  key: RandomKey,
): InnerSplit {
  const watched = new Set<number>()
  const order = keyedPermutation(key, trainRows.length).map((i) => trainRows[i])
  const members = byClass(order, labels)
  const shares = watchShares(
    members.map((rows) => rows.length),
    fraction,
  )
  members.forEach((rows, k) => rows.slice(0, shares[k]).forEach((row) => watched.add(row)))
  const ascending = trainRows.slice().sort()
  return {
    fit: ascending.filter((row) => !watched.has(row)),
    watch: ascending.filter((row) => watched.has(row)),
  }
}

function byClass(order: Int32Array, labels: Int32Array | undefined): number[][] {
  if (!labels) return [[...order]]
  const classes = new Map<number, number[]>()
  for (const row of order) {
    const members = classes.get(labels[row])
    if (members) members.push(row)
    else classes.set(labels[row], [row])
  }
  return [...classes].sort(([a], [b]) => a - b).map(([, rows]) => rows)
}

/** Rows to watch of each class: rounded, at least one and at least one left, none of a class with a single row. */
function watchShares(counts: readonly number[], fraction: number): number[] {
  return counts.map((count) => (count < 2 ? 0 : Math.min(count - 1, Math.max(1, Math.round(count * fraction)))))
}
