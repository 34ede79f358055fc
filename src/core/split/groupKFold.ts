import type { Mt19937 } from '../random/mt19937.ts'
import type { CountedCodes } from './countedCodes.ts'
import { foldSides } from './foldSides.ts'
import type { Sides, SplitRows } from './split.ts'
import { checkFolds, groupsOf } from './splitChecks.ts'
import type { Strategy } from './strategy.ts'
import { ofGroups, shuffled } from './strategyBases.ts'

export const groupKFoldStrategy = {
  ...ofGroups,
  name: 'group-k-fold',
  labels: { en: 'group k-fold', zh: '分组 k 折' },
  split: (all, how, random) => groupKFold(all, how.folds, shuffled(how, random)),
} as const satisfies Strategy

/**
 * Splits rows into `folds` parts so that no group is on both sides (scikit-learn's `GroupKFold`). Without `random`
 * the largest groups go first, each to the fold with the fewest rows; with it, groups are dealt out at random.
 *
 * @throws HoldoutError `split/groups-missing`, `split/too-few-groups`.
 */
export function groupKFold(rows: SplitRows, folds: number, random?: Mt19937): Sides[] {
  checkFolds(folds)
  const groups = groupsOf(rows, folds)
  const foldOfGroup = random ? dealtAtRandom(groups, folds, random) : balanced(groups, folds)
  return foldSides(
    groups.codes.map((group) => foldOfGroup[group]),
    folds,
  )
}

function balanced({ counts }: CountedCodes, folds: number): Int32Array {
  const descending = [...counts.keys()].sort((a, b) => counts[b] - counts[a] || b - a)
  const rowsInFold = new Int32Array(folds)
  const foldOfGroup = new Int32Array(counts.length)
  for (const group of descending) {
    const lightest = rowsInFold.indexOf(Math.min(...rowsInFold))
    rowsInFold[lightest] += counts[group]
    foldOfGroup[group] = lightest
  }
  return foldOfGroup
}

/** Shuffled groups cut into consecutive parts, the first ones larger by one (numpy's `array_split`). */
function dealtAtRandom({ counts }: CountedCodes, folds: number, random: Mt19937): Int32Array {
  const order = random.permutation(counts.length)
  const size = Math.floor(counts.length / folds)
  const larger = counts.length % folds
  const foldOfGroup = new Int32Array(counts.length)
  order.forEach((group, i) => {
    const inLarger = i < larger * (size + 1)
    foldOfGroup[group] = inLarger ? Math.floor(i / (size + 1)) : larger + Math.floor((i - larger * (size + 1)) / size)
  })
  return foldOfGroup
}
