import type { Table } from '../dataset/table.ts'
import { correlatedPairs } from './correlatedPairs.ts'

/** |Spearman| above which columns are shuffled as one where that is asked for. */
export const TOGETHER_ABOVE = 0.9

/**
 * The columns of a table in the parts in which they are shuffled, in the order of their first columns: each alone, or those
 * joined by rank correlations beyond ±0.9 together (also through others).
 */
export function columnGroups(
  table: Pick<Table, 'rows' | 'features'>,
  correlated: 'apart' | 'together',
): readonly (readonly string[])[] {
  const group = new Map(table.features.map(({ name }) => [name, [name]]))
  const pairs = correlated === 'together' ? correlatedPairs(table, TOGETHER_ABOVE) : []
  for (const { a, b } of pairs) {
    const [first, second] = [group.get(a), group.get(b)]
    if (!first || !second || first === second) continue
    first.push(...second)
    for (const name of second) group.set(name, first)
  }
  const place = new Map(table.features.map(({ name }, index) => [name, index]))
  return [...new Set(group.values())].map((names) =>
    names.toSorted((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0)),
  )
}
