import { keyedPermutation } from '../random/keyedDraws.ts'
import type { RandomKey } from '../random/philox4x32.ts'
import type { InnerSplit } from './stratifiedInnerSplit.ts'

/** What decides which whole groups are watched. */
export interface GroupGrounds {
  /** Group code of each row of the dataset. */
  readonly groups: Int32Array
  /** Class of each row; absent for regression. */
  readonly labels?: Int32Array
}

/**
 * Sets whole groups of the training rows aside for early stopping to watch, drawn by `key`, until `fraction` of the rows is
 * reached: no group is on both sides, and no class leaves the rows to fit on. Row numbers, ascending.
 *
 * A group that would exceed the fraction is passed over; where all would, the smallest is watched. Of a single group
 * nothing can be set aside: `watch` is then empty.
 */
export function innerSplitByGroups(
  trainRows: Int32Array,
  { groups, labels }: GroupGrounds,
  fraction: number,
  key: RandomKey,
): InnerSplit {
  const members = membersOf(trainRows, groups)
  const wanted = Math.max(1, Math.round(trainRows.length * fraction))
  const order = [...keyedPermutation(key, members.length)].map((place) => members[place])
  const fit = new ClassCounts(trainRows, labels)
  const watched = new Set<number>()
  const take = (rows: readonly number[]): void => {
    fit.remove(rows)
    for (const row of rows) watched.add(row)
  }
  for (const rows of order) if (watched.size + rows.length <= wanted && fit.mayLose(rows)) take(rows)
  if (watched.size === 0 && members.length > 1) {
    const smallest = order.filter((rows) => fit.mayLose(rows)).sort((a, b) => a.length - b.length)
    take(smallest.at(0) ?? [])
  }
  const ascending = trainRows.slice().sort()
  return {
    fit: ascending.filter((row) => !watched.has(row)),
    watch: ascending.filter((row) => watched.has(row)),
  }
}

/** Rows of each group, groups by code: the draw must not depend on the order of the training rows. */
function membersOf(rows: Int32Array, groups: Int32Array): readonly (readonly number[])[] {
  const members = new Map<number, number[]>()
  for (const row of rows.slice().sort()) {
    const known = members.get(groups[row])
    if (known) known.push(row)
    else members.set(groups[row], [row])
  }
  return [...members].sort(([a], [b]) => a - b).map(([, of]) => of)
}

/** How many rows of each class are left to fit on. */
class ClassCounts {
  readonly #labels: Int32Array | undefined
  readonly #left = new Map<number, number>()

  constructor(rows: Int32Array, labels: Int32Array | undefined) {
    this.#labels = labels
    for (const row of rows) this.#left.set(this.#classOf(row), this.#countOf(row) + 1)
  }

  /** Whether some row of each class stays once these are gone. */
  mayLose(rows: readonly number[]): boolean {
    const lost = new Map<number, number>()
    for (const row of rows) lost.set(this.#classOf(row), (lost.get(this.#classOf(row)) ?? 0) + 1)
    return [...lost].every(([code, count]) => (this.#left.get(code) ?? 0) > count)
  }

  remove(rows: readonly number[]): void {
    for (const row of rows) this.#left.set(this.#classOf(row), this.#countOf(row) - 1)
  }

  #classOf(row: number): number {
    return this.#labels?.[row] ?? 0
  }

  #countOf(row: number): number {
    return this.#left.get(this.#classOf(row)) ?? 0
  }
}
