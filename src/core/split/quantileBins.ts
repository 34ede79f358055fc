import type { ValidationSettings } from './validationSettings.ts'
import type { SplitRows } from './split.ts'

/**
 * The quantile bin of each value, from 0 (as `pandas.qcut(values, bins, labels=False, duplicates='drop')`): bins hold
 * about as many rows each; equal values share a bin, so there may be fewer than `bins`.
 */
export function quantileBins(values: Float64Array, bins: number): Int32Array {
  const sorted = values.toSorted()
  const edges = [...new Set(Array.from({ length: bins + 1 }, (_, i) => quantile(sorted, i / bins)))]
  return Int32Array.from(values, (value) => Math.max(0, edgesBelow(edges, value) - 1))
}

/** Rows with a numeric target cut into the `bins` of a protocol as their classes; any other rows as they are. */
export function withStrata(rows: SplitRows, { bins }: Pick<ValidationSettings, 'bins'>): SplitRows {
  if (bins === undefined || rows.labels || !rows.values) return rows
  const labels = quantileBins(rows.values, bins)
  const highest = labels.reduce((most, code) => Math.max(most, code), 0)
  return { ...rows, labels, classes: Array.from({ length: highest + 1 }, (_, bin) => `bin ${bin + 1}`) }
}

/** numpy's linear interpolation, in its order of operations. */
function quantile(sorted: Float64Array, part: number): number {
  const at = part * (sorted.length - 1)
  const below = Math.floor(at)
  const above = Math.min(below + 1, sorted.length - 1)
  const weight = at - below
  const step = sorted[above] - sorted[below]
  return weight < 0.5 ? sorted[below] + step * weight : sorted[above] - step * (1 - weight)
}

function edgesBelow(edges: readonly number[], value: number): number {
  let count = 0
  while (count < edges.length && edges[count] < value) count++
  return count
}
