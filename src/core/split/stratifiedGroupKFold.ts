import type { Mt19937 } from '../random/mt19937.ts'
import type { CountedCodes } from './countedCodes.ts'
import { foldSides } from './foldSides.ts'
import type { Sides, SplitRows } from './split.ts'
import { checkFolds, checkLargestClass, groupsOf, labelsOf } from './splitChecks.ts'
import { mean, populationStd } from '../statistics/descriptive.ts'
import { withStrata } from './quantileBins.ts'
import type { Strategy } from './strategy.ts'
import { ofGroups, shuffled } from './strategyBases.ts'

export const stratifiedGroupKFoldStrategy = {
  ...ofGroups,
  name: 'stratified-group-k-fold',
  labels: { en: 'stratified group k-fold', zh: '分层分组 k 折' },
  takes: ['folds', 'repeats', 'shuffle', 'bins'],
  stratified: true,
  plainForm: 'group-k-fold',
  everyClass: true,
  split: (all, how, random) => stratifiedGroupKFold(withStrata(all, how), how.folds, shuffled(how, random)),
} as const satisfies Strategy

/**
 * Splits rows into `folds` parts, no group on both sides and each class spread as evenly as the groups allow
 * (scikit-learn's `StratifiedGroupKFold`): the most one-sided groups first, each to the fold that it evens out most.
 *
 * @throws HoldoutError `split/class-too-small`, `split/groups-missing`, `split/too-few-groups`.
 */
export function stratifiedGroupKFold(rows: SplitRows, folds: number, random?: Mt19937): Sides[] {
  checkFolds(folds)
  const labels = labelsOf(rows)
  checkLargestClass(rows, labels, folds, `one for each of ${folds} folds`)
  const groups = groupsOf(rows, folds)
  const order = groupOrder(groups, random)
  const countsOfGroup = classCounts(labels, groups)
  const spread = order.map((group) => populationStd(countsOfGroup[group]))
  const sorted = [...order.keys()].sort((a, b) => spread[b] - spread[a]).map((i) => order[i])
  const foldOfGroup = assignGroups(sorted, countsOfGroup, labels.counts, folds)
  return foldSides(
    groups.codes.map((group) => foldOfGroup[group]),
    folds,
  )
}

function groupOrder({ counts }: CountedCodes, random?: Mt19937): number[] {
  const order = [...counts.keys()]
  return random ? random.shuffle(order) : order
}

/** Members of each class in each group, `[groups][classes]`. */
function classCounts(labels: CountedCodes, groups: CountedCodes): number[][] {
  const counts = Array.from(groups.counts, () => Array.from(labels.counts, () => 0))
  labels.codes.forEach((label, row) => counts[groups.codes[row]][label]++)
  return counts
}

function assignGroups(
  sorted: readonly number[],
  countsOfGroup: readonly number[][],
  classTotals: Int32Array,
  folds: number,
): Int32Array {
  const countsOfFold = Array.from({ length: folds }, () => Array.from(classTotals, () => 0))
  const foldOfGroup = new Int32Array(sorted.length)
  for (const group of sorted) {
    const fold = bestFold(countsOfFold, countsOfGroup[group], classTotals)
    countsOfGroup[group].forEach((count, k) => (countsOfFold[fold][k] += count))
    foldOfGroup[group] = fold
  }
  return foldOfGroup
}

function bestFold(countsOfFold: readonly number[][], added: readonly number[], classTotals: Int32Array): number {
  let best = 0
  let leastUneven = Infinity
  let fewestRows = Infinity
  countsOfFold.forEach((counts, fold) => {
    const uneven = unevenness(countsOfFold, fold, added, classTotals)
    const rows = counts.reduce((sum, count) => sum + count, 0)
    if (uneven < leastUneven || (isClose(uneven, leastUneven) && rows < fewestRows)) {
      best = fold
      leastUneven = uneven
      fewestRows = rows
    }
  })
  return best
}

/** Mean over classes of how much the folds' shares of the class would differ if `fold` took the group. */
function unevenness(
  countsOfFold: readonly number[][],
  fold: number,
  added: readonly number[],
  classTotals: Int32Array,
): number {
  const perClass = added.map((more, k) =>
    stdDownColumn(countsOfFold.map((counts, f) => (counts[k] + (f === fold ? more : 0)) / classTotals[k])),
  )
  return mean(perClass)
}

/** Standard deviation of a column of a matrix: numpy adds along columns row by row, and pairwise only along rows. */
function stdDownColumn(column: readonly number[]): number {
  const center = sumOf(column) / column.length
  return Math.sqrt(sumOf(column.map((value) => (value - center) * (value - center))) / column.length)
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

/** numpy's `isclose` with its default tolerances. */
function isClose(a: number, b: number): boolean {
  return Number.isFinite(b) && Math.abs(a - b) <= 1e-8 + 1e-5 * Math.abs(b)
}
