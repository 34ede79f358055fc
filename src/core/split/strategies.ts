import type { FlatValidation } from './validationSpec.ts'
import type { Mt19937 } from '../random/mt19937.ts'
import { groupKFold } from './groupKFold.ts'
import { holdoutSplit } from './holdoutSplit.ts'
import { kFold } from './kFold.ts'
import { leaveOneOut } from './leaveOneOut.ts'
import { predefinedSplit } from './predefinedSplit.ts'
import { withStrata } from './quantileBins.ts'
import type { Sides, SplitRows } from './split.ts'
import { stratifiedGroupKFold } from './stratifiedGroupKFold.ts'
import { stratifiedHoldout } from './stratifiedHoldout.ts'
import { stratifiedKFold } from './stratifiedKFold.ts'
import { timeOrderedSplit } from './timeOrderedSplit.ts'

/** A strategy by its name in files. */
export type StrategyName = FlatValidation['strategy']

/** A setting that only some strategies take. */
export type StrategySetting = Exclude<keyof FlatValidation, 'strategy' | 'seed' | 'groups'>

/** Every fact about one way to hold rows out. Adding a strategy means adding its row and its splitter. */
export interface Strategy {
  readonly name: StrategyName
  /** Settings it takes, besides `seed` and `groups`. */
  readonly takes: readonly StrategySetting[]
  /** Whether rows are shuffled unless the experiment says otherwise. */
  readonly shuffles: boolean
  /** Whether something is drawn: always, never, or only where rows are shuffled. */
  readonly random: 'always' | 'never' | 'whenShuffled'
  /** Needs classes, or a numeric target cut into `bins`. */
  readonly stratified: boolean
  /** Promises every class in every fold, so that a class needs as many rows as there are folds. */
  readonly everyClass: boolean
  /** Keeps the rows of a group on one side, and needs groups. */
  readonly groups: boolean
  /** The strategy that does the same with whole groups, if any. */
  readonly groupedForm?: StrategyName
  /** Training rows lie before the held-out rows in time. */
  readonly forward: boolean
  /** Whether sizes of folds depend on more than the number of rows: on groups, series or a column of parts. */
  readonly dependsOnColumns: (how: FlatValidation) => boolean
  /** Folds of one repeat of this many rows; where a column decides, the most there can be. */
  readonly foldsPerRepeat: (how: FlatValidation, rows: number) => number
  /** Rows of the largest held-out part, as far as it follows from the number of rows; else the most it can be. */
  readonly largestHeldOut: (how: FlatValidation, rows: number) => number
  /** Rows of the smallest training fold, as far as it follows from the number of rows; else the most it can be. */
  readonly smallestTrain: (how: FlatValidation, rows: number) => number
  /** Draws one repeat. `random` is at the state the repeats before have left it in. */
  readonly split: (rows: SplitRows, how: FlatValidation, random: Mt19937) => Sides[]
}

const shuffled = ({ shuffle }: FlatValidation, random: Mt19937): Mt19937 | undefined => (shuffle ? random : undefined)

const ofFolds = {
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
} as const satisfies Omit<Strategy, 'name' | 'split'>

/** Folds of whole groups: which sizes they have, only the groups say. */
const ofGroups = {
  ...ofFolds,
  shuffles: false,
  groups: true,
  dependsOnColumns: () => true,
  largestHeldOut: (_, rows) => rows,
} as const satisfies Omit<Strategy, 'name' | 'split'>

const ofOnePart = {
  ...ofFolds,
  takes: ['repeats', 'testFraction'],
  foldsPerRepeat: () => 1,
  largestHeldOut: ({ testFraction }, rows) => Math.ceil(rows * testFraction),
  smallestTrain: ({ testFraction }, rows) => rows - Math.ceil(rows * testFraction),
} as const satisfies Omit<Strategy, 'name' | 'split'>

const stretchRows = ({ folds, testSize }: FlatValidation, rows: number): number =>
  testSize ?? Math.floor(rows / (folds + 1))

const rows: readonly Strategy[] = [
  {
    ...ofFolds,
    name: 'stratified-k-fold',
    takes: ['folds', 'repeats', 'shuffle', 'bins'],
    stratified: true,
    everyClass: true,
    groupedForm: 'stratified-group-k-fold',
    split: (all, how, random) => stratifiedKFold(withStrata(all, how), how.folds, shuffled(how, random)),
  },
  {
    ...ofFolds,
    name: 'k-fold',
    groupedForm: 'group-k-fold',
    split: (all, how, random) => kFold(all.count, how.folds, shuffled(how, random)),
  },
  {
    ...ofGroups,
    name: 'group-k-fold',
    split: (all, how, random) => groupKFold(all, how.folds, shuffled(how, random)),
  },
  {
    ...ofGroups,
    name: 'stratified-group-k-fold',
    takes: ['folds', 'repeats', 'shuffle', 'bins'],
    stratified: true,
    everyClass: true,
    split: (all, how, random) => stratifiedGroupKFold(withStrata(all, how), how.folds, shuffled(how, random)),
  },
  {
    ...ofFolds,
    name: 'leave-one-out',
    takes: [],
    shuffles: false,
    random: 'never',
    foldsPerRepeat: (_, count) => count,
    largestHeldOut: () => 1,
    smallestTrain: (_, count) => count - 1,
    split: (all) => leaveOneOut(all.count),
  },
  {
    ...ofFolds,
    name: 'time-series',
    takes: ['folds', 'time', 'series', 'rowsInOrder', 'gap', 'testSize'],
    shuffles: false,
    random: 'never',
    forward: true,
    dependsOnColumns: ({ series }) => series !== undefined,
    largestHeldOut: stretchRows,
    // The first fold trains on what lies before all held-out parts and the gap.
    smallestTrain: (how, count) => count - how.folds * stretchRows(how, count) - (how.gap ?? 0),
    split: timeOrderedSplit,
  },
  {
    ...ofOnePart,
    name: 'holdout',
    split: (all, how, random) => holdoutSplit(all.count, how.testFraction, shuffled(how, random)),
  },
  {
    ...ofOnePart,
    name: 'stratified-holdout',
    takes: ['repeats', 'testFraction', 'bins'],
    random: 'always',
    stratified: true,
    split: (all, how, random) => stratifiedHoldout(withStrata(all, how), how.testFraction, random),
  },
  {
    ...ofFolds,
    name: 'predefined',
    takes: [],
    shuffles: false,
    random: 'never',
    dependsOnColumns: () => true,
    foldsPerRepeat: (_, count) => count,
    largestHeldOut: (_, count) => count - 1,
    smallestTrain: (_, count) => count - 1,
    split: predefinedSplit,
  },
]

/** All strategies that are no nesting of others, in the order in which they are offered. */
export const strategies: readonly Strategy[] = rows

const byName = new Map<string, Strategy>(rows.map((strategy) => [strategy.name, strategy]))

/** The row of a strategy. The names of all rows are those of the type, which a test checks. */
export function strategyNamed(name: StrategyName): Strategy {
  const strategy = byName.get(name)
  if (!strategy) throw new RangeError(`There is no strategy ${name}.`)
  return strategy
}

/** Whether a protocol draws anything, so that another repeat has other folds. */
export function isDrawn({ strategy, shuffle }: Pick<FlatValidation, 'strategy' | 'shuffle'>): boolean {
  const { random } = strategyNamed(strategy)
  return random === 'always' || (random === 'whenShuffled' && shuffle)
}
