import { pearson } from '../../dataset/association.ts'
import { sortByValue } from '../../dataset/sortByValue.ts'
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
 */
export function singleFeatureScore(feature: TableColumn, target: TableColumn, task: Task): SingleFeatureScore | null {
  if (feature.kind === 'number' && target.kind === 'number') return lineScore(feature, target)
  if (target.kind === 'number') return meanScore(feature as CategoryColumn, target)
  if (feature.kind === 'number' && task === 'binary') return aucScore(feature, target)
  return feature.kind === 'number' ? orderScore(feature, target) : binScore(feature, target)
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
function aucScore(feature: NumberColumn, target: CategoryColumn): SingleFeatureScore | null {
  const rows = sortByValue(feature.values).rows.filter((row) => target.codes[row] >= 0)
  let [positives, rankSum] = [0, 0]
  for (let from = 0; from < rows.length;) {
    let to = from
    while (to < rows.length && feature.values[rows[to] ?? 0] === feature.values[rows[from] ?? 0]) to++
    for (let at = from; at < to; at++) {
      if (target.codes[rows[at] ?? 0] !== 1) continue
      positives++
      rankSum += (from + to + 1) / 2
    }
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
function orderScore({ values }: NumberColumn, target: CategoryColumn): SingleFeatureScore | null {
  const rows = sortByValue(values).rows.filter((row) => target.codes[row] >= 0)
  if (rows.length < FEWEST_ROWS) return null
  let [wrong, changes, last] = [0, 0, -1]
  const classes = new Set<number>()
  for (let from = 0; from < rows.length;) {
    const counts = new Map<number, number>()
    let to = from
    for (; to < rows.length && values[rows[to]] === values[rows[from]]; to++) {
      const code = target.codes[rows[to]]
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
