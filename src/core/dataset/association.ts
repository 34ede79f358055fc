import type { CategoryColumn, NumberColumn, TableColumn } from './table.ts'

/** How strongly a feature goes with the target, and by which measure. */
export interface Association {
  readonly measure: 'pearson' | 'eta' | 'cramersV'
  /** Pearson: from -1 to 1. Eta and Cramér's V: from 0 to 1. `null` where either is constant or nothing is left to compare. */
  readonly value: number | null
}

/**
 * Association over the rows where both have a value: Pearson's r for two columns of numbers, the correlation ratio eta for numbers
 * and classes, Cramér's V for two columns of classes.
 */
export function association(feature: TableColumn, target: TableColumn): Association {
  if (feature.kind === 'number' && target.kind === 'number')
    return { measure: 'pearson', value: pearson(feature.values, target.values) }
  if (feature.kind === 'number' && target.kind === 'category') return { measure: 'eta', value: eta(feature, target) }
  if (feature.kind === 'category' && target.kind === 'number') return { measure: 'eta', value: eta(target, feature) }
  return { measure: 'cramersV', value: cramersV(feature as CategoryColumn, target as CategoryColumn) }
}

/** Pearson's correlation over the rows where neither is NaN; two passes, so that large means cost no digits. */
export function pearson(x: Float64Array, y: Float64Array): number | null {
  let n = 0
  let sumX = 0
  let sumY = 0
  forBoth(x, y, (a, b) => {
    n++
    sumX += a
    sumY += b
  })
  let xx = 0
  let yy = 0
  let xy = 0
  forBoth(x, y, (a, b) => {
    xx += (a - sumX / n) ** 2
    yy += (b - sumY / n) ** 2
    xy += (a - sumX / n) * (b - sumY / n)
  })
  return xx > 0 && yy > 0 ? clamp(xy / Math.sqrt(xx * yy)) : null
}

function forBoth(x: Float64Array, y: Float64Array, visit: (a: number, b: number) => void): void {
  for (let row = 0; row < x.length; row++) {
    const a = x[row] ?? NaN
    const b = y[row] ?? NaN
    if (!Number.isNaN(a) && !Number.isNaN(b)) visit(a, b)
  }
}

/** Correlation ratio: root of the share of variance that lies between the classes. */
function eta(numbers: NumberColumn, classes: CategoryColumn): number | null {
  const counts = new Float64Array(classes.levels.length)
  const sums = new Float64Array(classes.levels.length)
  forClassed(numbers, classes, (value, code) => {
    counts[code] = (counts[code] ?? 0) + 1
    sums[code] = (sums[code] ?? 0) + value
  })
  const n = counts.reduce((a, b) => a + b, 0)
  const mean = sums.reduce((a, b) => a + b, 0) / n
  let total = 0
  forClassed(numbers, classes, (value) => {
    total += (value - mean) ** 2
  })
  const between = sums.reduce(
    (all, sum, code) => all + (counts[code] ? (counts[code] ?? 0) * (sum / (counts[code] ?? 1) - mean) ** 2 : 0),
    0,
  )
  return total > 0 && counts.filter((count) => count > 0).length > 1 ? Math.sqrt(clamp(between / total)) : null
}

function forClassed(
  numbers: NumberColumn,
  classes: CategoryColumn,
  visit: (value: number, code: number) => void,
): void {
  for (let row = 0; row < numbers.values.length; row++) {
    const value = numbers.values[row] ?? NaN
    const code = classes.codes[row] ?? -1
    if (code >= 0 && !Number.isNaN(value)) visit(value, code)
  }
}

function cramersV(a: CategoryColumn, b: CategoryColumn): number | null {
  const cells = new Map<number, number>()
  const rowSums = new Float64Array(a.levels.length)
  const columnSums = new Float64Array(b.levels.length)
  for (let row = 0; row < a.codes.length; row++) {
    const i = a.codes[row] ?? -1
    const j = b.codes[row] ?? -1
    if (i < 0 || j < 0) continue
    rowSums[i] = (rowSums[i] ?? 0) + 1
    columnSums[j] = (columnSums[j] ?? 0) + 1
    const key = i * b.levels.length + j
    cells.set(key, (cells.get(key) ?? 0) + 1)
  }
  const least = Math.min(rowSums.filter((sum) => sum > 0).length, columnSums.filter((sum) => sum > 0).length) - 1
  if (least < 1) return null
  let ratio = 0
  for (const [key, count] of cells)
    ratio += count ** 2 / ((rowSums[Math.floor(key / b.levels.length)] ?? 1) * (columnSums[key % b.levels.length] ?? 1))
  return Math.sqrt(clamp(Math.max(0, ratio - 1) / least))
}

function clamp(value: number): number {
  return Math.max(-1, Math.min(1, value))
}
