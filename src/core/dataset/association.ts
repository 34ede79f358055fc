import type { Task } from './table.ts'

/** How strongly a column goes with the target, and by which measure. */
export interface Association {
  /** Pearson's r for two columns of numbers, eta for numbers and classes, Cramér's V for two columns of classes. */
  readonly measure: 'pearson' | 'eta' | 'cramersV'
  /**
   * Pearson: from -1 to 1. Eta and Cramér's V: from 0 to 1. `null` where either is constant, nothing is left to compare, or
   * categories hardly repeat.
   */
  readonly value: number | null
}

/** What a dataset's columns have to do with a target, over the rows where both have a value. */
export interface TargetAssociations {
  readonly target: string
  readonly task: Task
  /** All columns but the target and free text, in the order of the file. */
  readonly columns: readonly (Association & { readonly column: string })[]
}

/** Numbers within one class; the variance is that of the population. */
export interface ClassMoments {
  readonly count: number
  readonly mean: number
  readonly variance: number
}

/** Correlation ratio: root of the share of variance that lies between the classes. */
export function correlationRatio(classes: readonly ClassMoments[]): number | null {
  const present = classes.filter(({ count }) => count > 0)
  const n = present.reduce((sum, { count }) => sum + count, 0)
  const mean = present.reduce((sum, one) => sum + one.count * one.mean, 0) / n
  const between = present.reduce((sum, one) => sum + one.count * (one.mean - mean) ** 2, 0)
  const within = present.reduce((sum, one) => sum + one.count * one.variance, 0)
  return present.length > 1 && between + within > 0 ? finite(Math.sqrt(clamp(between / (between + within)))) : null
}

/** The numbers of each class over the rows that have both; a code of -1 means that there is no class. */
export function momentsByClass(values: Float64Array, codes: Int32Array, classes: number): ClassMoments[] {
  const counts = new Float64Array(classes)
  const means = new Float64Array(classes)
  const squares = new Float64Array(classes)
  forEachOfClass(values, codes, (value, code) => {
    counts[code]++
    means[code] += value
  })
  for (let code = 0; code < classes; code++) means[code] /= counts[code]
  forEachOfClass(values, codes, (value, code) => {
    squares[code] += (value - means[code]) ** 2
  })
  return Array.from(counts, (count, code) => ({ count, mean: means[code], variance: squares[code] / count }))
}

function forEachOfClass(values: Float64Array, codes: Int32Array, visit: (value: number, code: number) => void): void {
  for (let row = 0; row < values.length; row++) {
    const code = codes[row]
    if (code >= 0 && !Number.isNaN(values[row])) visit(values[row], code)
  }
}

/** How often each two classes occur together, by their codes. */
export function countPairs(a: Int32Array, b: Int32Array, classesOfB: number): PairCount[] {
  const counts = new Map<number, number>()
  for (let row = 0; row < a.length; row++) {
    if (a[row] < 0 || b[row] < 0) continue
    const key = a[row] * classesOfB + b[row]
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return [...counts].map(([key, count]) => ({
    a: String(Math.floor(key / classesOfB)),
    b: String(key % classesOfB),
    count,
  }))
}

/** How often two values occur together. */
export interface PairCount {
  readonly a: string
  readonly b: string
  readonly count: number
}

/** Cramér's V: root of chi² over its greatest possible value. */
export function cramersV(pairs: readonly PairCount[]): number | null {
  const rows = totals(pairs, ({ a }) => a)
  const columns = totals(pairs, ({ b }) => b)
  const least = Math.min(rows.size, columns.size) - 1
  if (least < 1) return null
  const ratio = pairs.reduce(
    (sum, { a, b, count }) => sum + count ** 2 / ((rows.get(a) ?? 1) * (columns.get(b) ?? 1)),
    0,
  )
  return Math.sqrt(clamp(Math.max(0, ratio - 1) / least))
}

function totals(pairs: readonly PairCount[], key: (pair: PairCount) => string): Map<string, number> {
  const sums = new Map<string, number>()
  for (const pair of pairs) sums.set(key(pair), (sums.get(key(pair)) ?? 0) + pair.count)
  return sums
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
  return xx > 0 && yy > 0 ? finite(clamp(xy / (Math.sqrt(xx) * Math.sqrt(yy)))) : null
}

function forBoth(x: Float64Array, y: Float64Array, visit: (a: number, b: number) => void): void {
  for (let row = 0; row < x.length; row++) {
    const a = x[row] ?? NaN
    const b = y[row] ?? NaN
    if (!Number.isNaN(a) && !Number.isNaN(b)) visit(a, b)
  }
}

function clamp(value: number): number {
  return Math.max(-1, Math.min(1, value))
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
