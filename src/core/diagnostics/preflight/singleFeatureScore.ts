import { pearson } from '../../dataset/association.ts'
import { sortByValue, type SortedValues } from '../../dataset/sortByValue.ts'
import type { CategoryColumn, NumberColumn, TableColumn, Task } from '../../dataset/table.ts'

/** How well one feature alone tells the target, from 0 to 1 (chance is below 1 in every measure). */
export interface SingleFeatureScore {
  readonly measure: 'AUC' | 'accuracy' | 'R²'
  readonly value: number
}

/**
 * The best score a single feature can reach on its own, by a rule with few thresholds: for classes, the share of rows right when each
 * category names its most frequent class or the classes follow the order of a number, or the AUC for two; for regression, R² of a line
 * or of the category's mean. `null` where it would mean nothing: too few rows, or categories that hardly repeat.
 * @param sorted the feature's values as {@link sortByValue} gives them, where they are known
 */
export function singleFeatureScore(
  feature: TableColumn,
  target: TableColumn,
  task: Task,
  sorted?: SortedValues,
): SingleFeatureScore | null {
  if (feature.kind === 'number' && target.kind === 'number') return lineScore(feature, target)
  if (target.kind === 'number') return meanScore(feature as CategoryColumn, target)
  if (feature.kind === 'category') return binScore(feature, target)
  const known = withTarget(sorted ?? sortByValue(feature.values), target.codes)
  return task === 'binary' ? aucScore(known, target.codes) : orderScore(known, target.codes)
}

/** Sorted values of the rows that have a target. */
function withTarget(sorted: SortedValues, codes: Int32Array): SortedValues {
  if (!codes.includes(-1)) return sorted
  const values = new Float64Array(sorted.values.length)
  const rows = new Uint32Array(sorted.rows.length)
  let count = 0
  for (let at = 0; at < sorted.rows.length; at++) {
    if (codes[sorted.rows[at]] < 0) continue
    values[count] = sorted.values[at]
    rows[count++] = sorted.rows[at]
  }
  return { values: values.subarray(0, count), rows: rows.subarray(0, count) }
}

const FEWEST_ROWS = 20

function lineScore(feature: NumberColumn, target: NumberColumn): SingleFeatureScore | null {
  const r = feature.values.length < FEWEST_ROWS ? null : pearson(feature.values, target.values)
  return r === null ? null : { measure: 'R²', value: r * r }
}

function meanScore(feature: CategoryColumn, target: NumberColumn): SingleFeatureScore | null {
  if (feature.levels.length * 3 > feature.codes.length) return null
  const sums = new Float64Array(feature.levels.length)
  const counts = new Float64Array(feature.levels.length)
  const rows = [...feature.codes.keys()].filter(
    (row) => (feature.codes[row] ?? -1) >= 0 && !Number.isNaN(target.values[row]),
  )
  const value = (row: number): number => target.values[row] ?? 0
  const code = (row: number): number => feature.codes[row] ?? 0
  for (const row of rows) {
    sums[code(row)] = (sums[code(row)] ?? 0) + value(row)
    counts[code(row)] = (counts[code(row)] ?? 0) + 1
  }
  const mean = rows.reduce((sum, row) => sum + value(row), 0) / rows.length
  const total = rows.reduce((sum, row) => sum + (value(row) - mean) ** 2, 0)
  const within = rows.reduce(
    (sum, row) => sum + (value(row) - (sums[code(row)] ?? 0) / (counts[code(row)] ?? 1)) ** 2,
    0,
  )
  return total > 0 && rows.length >= FEWEST_ROWS ? { measure: 'R²', value: 1 - within / total } : null
}

/** Area under the ROC curve of the feature itself, either way round; ties count half. */
function aucScore({ values, rows }: SortedValues, codes: Int32Array): SingleFeatureScore | null {
  let positives = 0
  let rankSum = 0
  for (let from = 0; from < rows.length;) {
    const value = values[from]
    let to = from
    let own = 0
    // Values in their order rather than by row: looking up millions of rows out of order takes most of the time.
    for (; to < rows.length && values[to] === value; to++) if (codes[rows[to]] === 1) own++
    positives += own
    rankSum += (own * (from + to + 1)) / 2
    from = to
  }
  const negatives = rows.length - positives
  if (rows.length < FEWEST_ROWS || positives === 0 || negatives === 0) return null
  const auc = (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives)
  return { measure: 'AUC', value: Math.max(auc, 1 - auc) }
}

function binScore(feature: CategoryColumn, target: CategoryColumn): SingleFeatureScore | null {
  if (feature.levels.length * 3 > feature.codes.length || feature.codes.length < FEWEST_ROWS) return null
  const counts = feature.levels.map(() => new Map<number, number>())
  let rows = 0
  feature.codes.forEach((code, row) => {
    const label = target.codes[row] ?? -1
    if (code < 0 || label < 0) return
    rows++
    counts[code]?.set(label, (counts[code].get(label) ?? 0) + 1)
  })
  const right = counts.reduce((sum, own) => sum + Math.max(0, ...own.values()), 0)
  return rows < FEWEST_ROWS ? null : { measure: 'accuracy', value: right / rows }
}

/**
 * How cleanly the classes follow one another when rows are sorted by the feature: rows in the minority among equal values, and changes
 * of class beyond the one that each further class needs, count as wrong.
 */
function orderScore({ values, rows }: SortedValues, codes: Int32Array): SingleFeatureScore | null {
  if (rows.length < FEWEST_ROWS) return null
  let [wrong, changes, last] = [0, 0, -1]
  const classes = new Set<number>()
  for (let from = 0; from < rows.length;) {
    const counts = new Map<number, number>()
    let to = from
    for (; to < rows.length && values[to] === values[from]; to++) {
      const code = codes[rows[to]]
      counts.set(code, (counts.get(code) ?? 0) + 1)
    }
    const [code, count] = [...counts].reduce((best, one) => (one[1] > best[1] ? one : best))
    wrong += to - from - count
    if (code !== last) changes++
    classes.add(code)
    last = code
    from = to
  }
  return { measure: 'accuracy', value: 1 - (wrong + changes - classes.size) / rows.length }
}
