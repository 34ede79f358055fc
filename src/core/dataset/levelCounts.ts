import type { CategoryColumn } from './table.ts'

/** Rows of each level of a category column. */
export function levelCounts({ levels, codes }: CategoryColumn): number[] {
  const counts = new Array<number>(levels.length).fill(0)
  for (const code of codes) if (code >= 0) counts[code] = (counts[code] ?? 0) + 1
  return counts
}
