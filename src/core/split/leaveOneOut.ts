import { foldSides } from './foldSides.ts'
import type { Sides } from './split.ts'
import { checkRows } from './splitChecks.ts'
import type { Strategy } from './strategy.ts'
import { ofFolds } from './strategyBases.ts'

export const leaveOneOutStrategy = {
  ...ofFolds,
  name: 'leave-one-out',
  labels: { en: 'leave one out', zh: '留一法' },
  takes: [],
  shuffles: false,
  random: 'never',
  foldsPerRepeat: (_, count) => count,
  largestHeldOut: () => 1,
  smallestTrain: (_, count) => count - 1,
  split: (all) => leaveOneOut(all.count),
} as const satisfies Strategy

/** Holds out each row once, alone. @throws HoldoutError `split/too-few-rows`. */
export function leaveOneOut(count: number): Sides[] {
  checkRows(count, 2, 'leave-one-out', 'strategy')
  return foldSides(
    Int32Array.from({ length: count }, (_, row) => row),
    count,
  )
}
