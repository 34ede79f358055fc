import type { Table } from './table.ts'

/** Least and largest number of each feature in some rows; none for a feature without any number there, and none for categories. */
export function numberRanges(
  { features }: Pick<Table, 'features'>,
  rows: Int32Array,
): Readonly<Record<string, readonly [least: number, most: number]>> {
  const ranges = features.flatMap((column) => {
    if (column.kind !== 'number') return []
    const { values } = column
    let least = Infinity
    let most = -Infinity
    for (const row of rows) {
      const value = values[row]
      // NaN is neither.
      if (value < least) least = value
      if (value > most) most = value
    }
    return least <= most ? [[column.name, [least, most]] as const] : []
  })
  return Object.fromEntries(ranges)
}
