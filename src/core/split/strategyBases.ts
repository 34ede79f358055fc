/** What rows of strategies have in common, to spread into them. */
import type { Mt19937 } from '../random/mt19937.ts'
import type { StrategyBase } from './strategy.ts'
import type { ValidationSettings } from './validationSettings.ts'

/** The generator where rows are shuffled. */
export const shuffled = ({ shuffle }: ValidationSettings, random: Mt19937): Mt19937 | undefined =>
  shuffle ? random : undefined

export const ofFolds = {
  takes: ['folds', 'repeats', 'shuffle'],
  shuffles: true,
  random: 'whenShuffled',
  stratified: false,
  everyClass: false,
  groups: false,
  forward: false,
  dependsOnColumns: () => false,
  foldsPerRepeat: ({ folds }) => folds,
  largestHeldOut: ({ folds }, rows) => Math.ceil(rows / folds),
  smallestTrain: ({ folds }, rows) => rows - Math.ceil(rows / folds),
} as const satisfies StrategyBase

/** Folds of whole groups: which sizes they have, only the groups say. */
export const ofGroups = {
  ...ofFolds,
  shuffles: false,
  groups: true,
  dependsOnColumns: () => true,
  largestHeldOut: (_, rows) => rows,
} as const satisfies StrategyBase

export const ofOnePart = {
  ...ofFolds,
  takes: ['repeats', 'testFraction'],
  foldsPerRepeat: () => 1,
  largestHeldOut: ({ testFraction }, rows) => Math.ceil(rows * testFraction),
  smallestTrain: ({ testFraction }, rows) => rows - Math.ceil(rows * testFraction),
} as const satisfies StrategyBase
