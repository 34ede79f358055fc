import type { Mt19937 } from '../random/mt19937.ts'
import type { Sides, SplitRows } from './split.ts'
import type { ValidationSettings } from './validationSettings.ts'

/** A setting that only some strategies take. */
export type StrategySetting = Exclude<keyof ValidationSettings, 'seed' | 'groups'>

/** Every fact about one way to hold rows out. Its row stands in the file of its splitter; `strategies` lists the rows. */
export interface Strategy<Name extends string = string> {
  readonly name: Name
  /** What the page calls it. */
  readonly labels: { readonly en: string; readonly zh: string }
  /** Settings it takes, besides `seed` and `groups`. */
  readonly takes: readonly StrategySetting[]
  /** Whether rows are shuffled unless the experiment says otherwise. */
  readonly shuffles: boolean
  /** Whether something is drawn: always, never, or only where rows are shuffled. */
  readonly random: 'always' | 'never' | 'whenShuffled'
  /** Needs classes, or a numeric target cut into `bins`. */
  readonly stratified: boolean
  /** The strategy that does the same without classes; every stratified one has one. */
  readonly plainForm?: Name
  /** Promises every class in every fold, so that a class needs as many rows as there are folds. */
  readonly everyClass: boolean
  /** Keeps the rows of a group on one side, and needs groups. */
  readonly groups: boolean
  /** The strategy that does the same with whole groups, if any. */
  readonly groupedForm?: Name
  /** Training rows lie before the held-out rows in time. */
  readonly forward: boolean
  /** Whether sizes of folds depend on more than the number of rows: on groups, series or a column of parts. */
  readonly dependsOnColumns: (how: ValidationSettings) => boolean
  /** Folds of one repeat of this many rows; where a column decides, the most there can be. */
  readonly foldsPerRepeat: (how: ValidationSettings, rows: number) => number
  /** Rows of the largest held-out part, as far as it follows from the number of rows; else the most it can be. */
  readonly largestHeldOut: (how: ValidationSettings, rows: number) => number
  /** Rows of the smallest training fold, as far as it follows from the number of rows; else the most it can be. */
  readonly smallestTrain: (how: ValidationSettings, rows: number) => number
  /** Draws one repeat. `random` is at the state the repeats before have left it in. */
  readonly split: (rows: SplitRows, how: ValidationSettings, random: Mt19937) => Sides[]
}

/** What a row need not say where it spreads a base of `strategyBases.ts`. */
export type StrategyBase = Omit<Strategy, 'name' | 'labels' | 'split'>
