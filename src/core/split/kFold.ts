import type { Mt19937 } from '../random/mt19937.ts'
import { foldSides } from './foldSides.ts'
import type { Sides } from './split.ts'
import { checkFolds, checkRows } from './splitChecks.ts'
import type { Strategy } from './strategy.ts'
import { ofFolds, shuffled } from './strategyBases.ts'

export const kFoldStrategy = {
  ...ofFolds,
  name: 'k-fold',
  labels: { en: 'k-fold', zh: 'k 折' },
  groupedForm: 'group-k-fold',
  split: (all, how, random) => kFold(all.count, how.folds, shuffled(how, random)),
} as const satisfies Strategy

/**
 * Splits `count` rows into `folds` parts of near-equal size (scikit-learn's `KFold`). Without `random`, in row order.
 *
 * @throws HoldoutError `split/bad-folds`, `split/too-few-rows`.
 */
export function kFold(count: number, folds: number, random?: Mt19937): Sides[] {
  checkFolds(folds)
  checkRows(count, folds, `${folds} folds`)
  const order = Int32Array.from({ length: count }, (_, i) => i)
  random?.shuffle(order)
  const foldOf = new Int32Array(count)
  const size = Math.floor(count / folds)
  const larger = count % folds
  let at = 0
  for (let fold = 0; fold < folds; fold++) {
    const end = at + size + (fold < larger ? 1 : 0)
    for (; at < end; at++) foldOf[order[at]] = fold
  }
  return foldSides(foldOf, folds)
}
