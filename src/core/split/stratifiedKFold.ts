import type { Mt19937 } from '../random/mt19937.ts'
import type { CountedCodes } from './countedCodes.ts'
import { foldSides } from './foldSides.ts'
import type { Sides, SplitRows } from './split.ts'
import { checkFolds, checkLargestClass, labelsOf } from './splitChecks.ts'
import { withStrata } from './quantileBins.ts'
import type { Strategy } from './strategy.ts'
import { ofFolds, shuffled } from './strategyBases.ts'

export const stratifiedKFoldStrategy = {
  ...ofFolds,
  name: 'stratified-k-fold',
  labels: { en: 'stratified k-fold', zh: '分层 k 折' },
  takes: ['folds', 'repeats', 'shuffle', 'bins'],
  stratified: true,
  plainForm: 'k-fold',
  everyClass: true,
  groupedForm: 'stratified-group-k-fold',
  split: (all, how, random) => stratifiedKFold(withStrata(all, how), how.folds, shuffled(how, random)),
} as const satisfies Strategy

/**
 * Splits rows into `folds` parts of near-equal size, each class spread evenly (scikit-learn's `StratifiedKFold`).
 * Without `random`, in row order.
 *
 * @throws HoldoutError `split/class-too-small` when no class has `folds` members.
 */
export function stratifiedKFold(rows: SplitRows, folds: number, random?: Mt19937): Sides[] {
  checkFolds(folds)
  const labels = labelsOf(rows)
  checkLargestClass(rows, labels, folds, `one for each of ${folds} folds`)
  const classes = byFirstAppearance(labels)
  const allocation = allocate(
    classes.map((code) => labels.counts[code]),
    folds,
  )
  const foldOf = new Int32Array(rows.count)
  classes.forEach((code, k) => {
    const foldsOfClass = repeatFolds(allocation.map((counts) => counts[k]))
    random?.shuffle(foldsOfClass)
    let next = 0
    for (let row = 0; row < rows.count; row++) if (labels.codes[row] === code) foldOf[row] = foldsOfClass[next++]
  })
  return foldSides(foldOf, folds)
}

// scikit-learn numbers classes by their first row, so that renaming a class does not change the folds.
function byFirstAppearance({ codes }: CountedCodes): number[] {
  return [...new Set(codes)]
}

/** Members of each class in each fold, `[folds][classes]`: the sorted labels dealt out in turn. */
function allocate(counts: readonly number[], folds: number): number[][] {
  const allocation = Array.from({ length: folds }, () => counts.map(() => 0))
  let dealt = 0
  counts.forEach((count, k) => {
    for (let i = 0; i < count; i++) allocation[dealt++ % folds][k]++
  })
  return allocation
}

/** `[2, 3]` → `[0, 0, 1, 1, 1]`. */
function repeatFolds(counts: readonly number[]): Int32Array {
  return Int32Array.from(counts.flatMap((count, fold) => Array<number>(count).fill(fold)))
}
