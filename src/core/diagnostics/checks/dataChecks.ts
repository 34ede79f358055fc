import type { NumberColumn, Table } from '../../dataset/table.ts'
import { singleFeatureScore } from '../preflight/singleFeatureScore.ts'
import { correlatedPairs } from '../correlatedPairs.ts'
import { pooledRows } from '../heldOut.ts'
import type { PermutationImportance } from '../permutationImportance.ts'
import type { Check, CheckInput } from './check.ts'
import { rounded } from './check.ts'
import { evenRows } from './evenRows.ts'

const IMBALANCED = 0.8
const FEW_ROWS = 10
const CORRELATED = 0.95
const LEAKING = 0.98
/** Rows that a single column is judged on. */
const MOST_ROWS_ALONE = 20_000
/** Share of the summed importance that one column carries. */
const CARRIES = 0.9
const NAMES_SHOWN = 5
/** Share of the foremost column's effect below which a column has none. */
const NO_USE = 0.05

/** Accuracy ranks although one class is most of the rows. */
export const imbalancedAccuracy: Check = {
  code: 'HC005',
  severity: 'problem',
  title: 'Accuracy ranks the models although one class is most of the rows',
  detection: 'The ranking metric is accuracy and the largest class has at least 80 % of the rows.',
  reason: 'Predicting the largest class every time already scores high: accuracy hardly tells models apart.',
  advice: 'Rank by balanced accuracy, F1, Matthews’ correlation or average precision; weigh the classes.',
  find: ({ ranking, classes, heldOut }) => {
    if (ranking.name !== 'accuracy' || heldOut.fits.length === 0) return null
    const counts = classCounts(heldOut, classes.length)
    const largest = counts.indexOf(Math.max(...counts))
    const share = counts[largest] / counts.reduce((sum, count) => sum + count, 0)
    if (share < IMBALANCED) return null
    return {
      evidence: { class: classes[largest], share: rounded(share) },
      action: { kind: 'set', path: 'training.metrics', value: ['balancedAccuracy'] },
    }
  },
}

/** A class with so few rows that its scores are chance. */
export const rareClasses: Check = {
  code: 'HC006',
  severity: 'hint',
  title: 'A class has very few rows',
  detection: 'A class has fewer than ten held-out rows in a repeat.',
  reason: 'Its recall moves by more than ten points with every row: what is said of it is mostly chance.',
  advice: 'Collect more rows of it, merge it with a similar class, or leave it out.',
  find: ({ classes, heldOut }) => {
    if (classes.length === 0 || heldOut.fits.length === 0) return null
    const counts = classCounts(heldOut, classes.length)
    const rare = classes.flatMap((name, code) => (counts[code] < FEW_ROWS ? [{ name, count: counts[code] }] : []))
    if (rare.length === 0) return null
    return {
      evidence: { classes: listed(rare.map(({ name }) => name)), fewest: Math.min(...rare.map(({ count }) => count)) },
    }
  },
}

/** Features that say the same. */
export const correlatedFeatures: Check = {
  code: 'HC007',
  severity: 'hint',
  title: 'Some features are almost copies of each other',
  detection:
    'Two columns of numbers have a rank correlation (Spearman) beyond ±0.95, over at most 5,000 rows and 300 columns.',
  reason: 'Their importances share one effect and each looks unimportant; the copies cost time and may overfit.',
  advice: 'Leave one of each pair out, or read their importance as a group.',
  find: ({ table }) => {
    if (!table) return null
    const pairs = correlatedPairs(table, CORRELATED)
    if (pairs.length === 0) return null
    const strongest = pairs.reduce((a, b) => (Math.abs(b.value) > Math.abs(a.value) ? b : a))
    return {
      evidence: { pairs: pairs.length, first: strongest.a, second: strongest.b, correlation: rounded(strongest.value) },
    }
  },
}

/** A single feature that gives the target away. */
export const leakingFeature: Check = {
  code: 'HC008',
  severity: 'problem',
  title: 'One feature alone nearly gives the target away',
  detection:
    'A single column reaches an area, accuracy or R² of at least 0.98 on its own, over at most 20,000 rows; or, where importance was computed, one of at least three columns carries more than 90 % of it.',
  reason: 'Such a feature is often recorded after the outcome or made from it: the score will not hold on new rows.',
  advice: 'Ask whether the column is known before the outcome; otherwise give it the role `ignore`.',
  find: ({ table, task, importance }) => {
    const few = table && evenRows(table, MOST_ROWS_ALONE)
    const alone = (few?.features ?? []).flatMap((feature) => {
      const score = few && singleFeatureScore(feature, few.target, task)
      return score && score.value >= LEAKING ? [{ name: feature.name, ...score }] : []
    })
    if (alone.length > 0) {
      const best = alone.reduce((a, b) => (b.value > a.value ? b : a))
      return {
        evidence: { column: best.name, measure: best.measure, value: rounded(best.value) },
        action: ignoring(best.name),
      }
    }
    const drops = (importance?.columns ?? []).map(({ name, mean }) => ({ name, drop: Math.max(0, mean ?? 0) }))
    const total = drops.reduce((sum, { drop }) => sum + drop, 0)
    const top = drops.reduce((a, b) => (b.drop > a.drop ? b : a), { name: '', drop: 0 })
    if (drops.length < 3 || total === 0 || top.drop <= CARRIES * total) return null
    return {
      evidence: { column: top.name, measure: 'share of importance', value: rounded(top.drop / total) },
      action: ignoring(top.name),
    }
  },
}

/** Features that change nothing. */
export const uselessFeatures: Check = {
  code: 'HC009',
  severity: 'hint',
  title: 'Some features are of no use to the model',
  detection:
    'A column has one value in all rows; or, where importance was computed, shuffling it lowers the score by no more than two standard errors over folds, and raises the loss, two standard errors added, by less than 5 % of what the foremost column raises it by.',
  reason: 'They add weights that can only fit noise, and time.',
  advice: 'Give them the role `ignore` and compare.',
  find: ({ table, importance }) => {
    const constant = (table?.features ?? []).filter(isConstant).map(({ name }) => name)
    const idle = importance ? idleColumns(importance) : []
    const names = [...new Set([...constant, ...idle])]
    if (names.length === 0) return null
    return { evidence: { columns: listed(names), count: names.length }, action: ignoring(names[0]) }
  },
}

/** Rows of the future in training. */
export const timeOverlap: Check = {
  code: 'HC010',
  severity: 'problem',
  title: 'Training rows are later in time than held-out rows',
  detection:
    'A feature holds dates, the protocol is not `time-series`, and in every fold most held-out rows have later training rows.',
  reason:
    'In use the model predicts the future from the past. Trained on rows of the future it looks better than it will be.',
  advice: 'Use the strategy `time-series`, with the rows in the order of time.',
  find: (input) => {
    const { table, dateColumns, strategy, heldOut } = input
    if (!table || strategy === 'time-series' || heldOut.fits.length < 2) return null
    const column = table.features.find(
      (feature): feature is NumberColumn => feature.kind === 'number' && dateColumns.includes(feature.name),
    )
    if (!column) return null
    const share = overlapShare(input, column.values)
    if (share < 0.5) return null
    return {
      evidence: { column: column.name, share: rounded(share) },
      action: { kind: 'set', path: 'validation.strategy', value: 'time-series' },
    }
  },
}

/** Least share over folds of held-out rows with a later training row; training rows are those of the other folds. */
function overlapShare({ heldOut }: CheckInput, times: Float64Array): number {
  const first = heldOut.fits.filter(({ repeat }) => repeat === heldOut.fits[0].repeat)
  const latest = first.map(({ rows }) => rows.reduce((most, row) => Math.max(most, times[row] || -Infinity), -Infinity))
  return Math.min(
    ...first.map(({ rows }, fold) => {
      const later = Math.max(...latest.filter((_, other) => other !== fold))
      return rows.filter((row) => times[row] < later).length / Math.max(1, rows.length)
    }),
  )
}

/** Columns that the model demonstrably does without. */
function idleColumns({ columns }: PermutationImportance): readonly string[] {
  const foremost = Math.max(0, ...columns.map(({ lossMean }) => lossMean ?? 0))
  return columns.flatMap(({ name, mean, std, lossMean, lossStd, folds }) => {
    if (mean === null || lossMean === null || folds < 2) return []
    const error = (deviation: number | null) => (2 * (deviation ?? 0)) / Math.sqrt(folds)
    return mean <= error(std) && lossMean + error(lossStd) < NO_USE * foremost ? [name] : []
  })
}

function isConstant(column: Table['features'][number]): boolean {
  return column.kind === 'number'
    ? column.values.every((value) => Object.is(value, column.values[0]))
    : column.codes.every((code) => code === column.codes[0])
}

function classCounts(heldOut: CheckInput['heldOut'], classes: number): number[] {
  const counts = Array<number>(classes).fill(0)
  for (const label of pooledRows(heldOut).truth) counts[label] += 1
  return counts
}

function ignoring(column: string) {
  return { kind: 'set', path: `dataset.columns.${column}.role`, value: 'ignore' } as const
}

function listed(names: readonly string[]): string {
  const more = names.length - NAMES_SHOWN
  return `${names.slice(0, NAMES_SHOWN).join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`
}
