import type { TableColumn } from '../dataset/table.ts'
import { levelCounts } from '../dataset/levelCounts.ts'

/** Values of a column at which its dependence is evaluated: the same in every fold. */
const POINTS = 11
/** Share of rows beyond the first and the last point. */
const TAIL = 0.05

/** Quantiles of a number column between 5 and 95 %, each once; the most frequent levels of a category, at most eleven. */
export function dependenceGrid(column: TableColumn): readonly number[] | readonly string[] {
  if (column.kind === 'number') {
    const sorted = column.values.filter((value) => !Number.isNaN(value)).sort()
    if (sorted.length === 0) return []
    const at = (point: number) => TAIL + (point / (POINTS - 1)) * (1 - 2 * TAIL)
    const places = Array.from({ length: POINTS }, (_, point) => Math.round(at(point) * (sorted.length - 1)))
    return [...new Set(places.map((place) => sorted[place]))]
  }
  const counts = levelCounts(column)
  const frequent = [...counts.keys()].sort((a, b) => counts[b] - counts[a] || a - b).slice(0, POINTS)
  return frequent.sort((a, b) => a - b).map((code) => column.levels[code])
}
