import { keyedPermutation } from '../random/keyedDraws.ts'
import { keyOf } from '../random/keyedStream.ts'
import type { RandomKey } from '../random/philox4x32.ts'

/** How the rows of a part are chosen, beside chance: what the protocol keeps together stays together. */
export interface PartRules {
  /** Class of each row of the dataset: a part then has the shares of the whole. */
  readonly labels?: Int32Array
  /** Group of each row of the dataset: a part then has whole groups. */
  readonly groups?: Int32Array
  /** Whether `train` is in the order of time: a part is then its latest rows. */
  readonly isInTime?: boolean
}

/**
 * A share of the training rows, in their order. Parts are nested: a larger share of one key has every row of a smaller one; the
 * share 1 is `train` itself.
 *
 * @param fraction above 0, at most 1
 */
export function nestedPart(train: Int32Array, fraction: number, key: RandomKey, rules: PartRules = {}): Int32Array {
  const count = Math.max(1, Math.round(fraction * train.length))
  if (count >= train.length) return train
  if (rules.isInTime === true) return train.slice(train.length - count)
  const order = keyedPermutation(key, train.length)
  const chosen = rules.groups ? wholeGroups(train, order, rules.groups, count) : firstRows(train, order, rules, count)
  return train.filter((row) => chosen.has(row))
}

/** Rows in the order of their place within their class, as a share of the class: every beginning has all classes alike. */
function firstRows(train: Int32Array, order: Int32Array, { labels }: PartRules, count: number): ReadonlySet<number> {
  const sizes = new Map<number, number>()
  const classOf = (row: number): number => labels?.[row] ?? 0
  for (const row of train) sizes.set(classOf(row), (sizes.get(classOf(row)) ?? 0) + 1)
  const seen = new Map<number, number>()
  const placed = Array.from(order, (at) => {
    const row = train[at]
    const place = seen.get(classOf(row)) ?? 0
    seen.set(classOf(row), place + 1)
    return { row, share: (place + 0.5) / (sizes.get(classOf(row)) ?? 1) }
  })
  return new Set(
    placed
      .sort((a, b) => a.share - b.share)
      .slice(0, count)
      .map(({ row }) => row),
  )
}

/** Whole groups in random order, until there are rows enough. */
function wholeGroups(train: Int32Array, order: Int32Array, groups: Int32Array, count: number): ReadonlySet<number> {
  const rowsOf = Map.groupBy(train, (row) => groups[row])
  const chosen = new Set<number>()
  for (const at of order) {
    if (chosen.size >= count) break
    for (const row of rowsOf.get(groups[train[at]]) ?? []) chosen.add(row)
  }
  return chosen
}

/** The key of the parts of one split; equal for all candidates of one seed. */
export function partKey(seed: number, { repeat, fold }: { readonly repeat: number; readonly fold: number }): RandomKey {
  return keyOf(seed, 'part', repeat, fold)
}
