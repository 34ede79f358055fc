import { HoldoutError } from '../errors.ts'
import type { FlatValidation } from './validationSpec.ts'
import { Mt19937 } from '../random/mt19937.ts'
import { groupKFold } from './groupKFold.ts'
import { holdoutSplit } from './holdoutSplit.ts'
import { kFold } from './kFold.ts'
import { leaveOneOut } from './leaveOneOut.ts'
import type { Sides, Split, SplitRows } from './split.ts'
import { checkSmallestClass, labelsOf } from './splitChecks.ts'
import { stratifiedGroupKFold } from './stratifiedGroupKFold.ts'
import { stratifiedHoldout } from './stratifiedHoldout.ts'
import { stratifiedKFold } from './stratifiedKFold.ts'
import { timeSeries } from './timeSeries.ts'

type Strategy = FlatValidation['strategy']

/** Draws one repeat. `random` is at the state the repeats before have left it in. */
type Splitter = (rows: SplitRows, validation: FlatValidation, random: Mt19937) => Sides[]

const shuffled = ({ shuffle }: FlatValidation, random: Mt19937): Mt19937 | undefined => (shuffle ? random : undefined)

const SPLITTERS: Readonly<Record<Strategy, Splitter>> = {
  'stratified-k-fold': (rows, how, random) => stratifiedKFold(rows, how.folds, shuffled(how, random)),
  'k-fold': (rows, how, random) => kFold(rows.count, how.folds, shuffled(how, random)),
  'group-k-fold': (rows, how, random) => groupKFold(rows, how.folds, shuffled(how, random)),
  'stratified-group-k-fold': (rows, how, random) => stratifiedGroupKFold(rows, how.folds, shuffled(how, random)),
  'leave-one-out': (rows) => leaveOneOut(rows.count),
  'time-series': (rows, how) => timeSeries(rows.count, how.folds),
  holdout: (rows, how, random) => holdoutSplit(rows.count, how.testFraction, shuffled(how, random)),
  'stratified-holdout': (rows, how, random) => stratifiedHoldout(rows, how.testFraction, random),
}

/** Strategies in which nothing is drawn, whatever `shuffle` says. */
const NEVER_RANDOM: ReadonlySet<Strategy> = new Set(['leave-one-out', 'time-series'])
/** Strategies that are always drawn. */
const ALWAYS_RANDOM: ReadonlySet<Strategy> = new Set(['stratified-holdout'])
/** Strategies that promise every class in every fold. */
const STRATIFIED_FOLDS: ReadonlySet<Strategy> = new Set(['stratified-k-fold', 'stratified-group-k-fold'])

/**
 * All splits of a protocol, repeat by repeat and fold by fold, equal to scikit-learn's for the same seed.
 *
 * Repeats go on drawing from the same generator (as `RepeatedStratifiedKFold`), so more repeats leave the first as
 * they are. `validation.seed` beats `seed`. Stricter than scikit-learn in one thing: a class with fewer members than
 * folds is refused, where scikit-learn warns.
 * @throws HoldoutError of the family `split` where the rows do not allow the protocol.
 */
export function makeSplits(validation: FlatValidation, rows: SplitRows, seed: number): Split[] {
  return [...splitsByRepeat(validation, rows, seed)].flat()
}

/** As {@link makeSplits}, one repeat at a time: of many rows and repeats there may be too many to hold at once. */
export function* splitsByRepeat(validation: FlatValidation, rows: SplitRows, seed: number): Generator<Split[]> {
  checkRepeats(validation)
  checkClasses(validation, rows)
  const random = new Mt19937(checkedSeed(validation.seed ?? seed))
  const draw = SPLITTERS[validation.strategy]
  for (let repeat = 0; repeat < validation.repeats; repeat++) {
    const splits = draw(rows, validation, random).map((sides, fold) => ({ repeat, fold, ...sides }))
    checkNoneEmpty(splits)
    yield splits
  }
}

function checkRepeats({ strategy, repeats, shuffle }: FlatValidation): void {
  if (!Number.isInteger(repeats) || repeats < 1) {
    throw new HoldoutError(
      'split/bad-repeats',
      `cannot repeat ${repeats} times: expected a whole number of at least 1`,
      {
        hint: 'Set `validation.repeats` to 1 or more.',
        path: 'validation.repeats',
      },
    )
  }
  const isRandom = ALWAYS_RANDOM.has(strategy) || (shuffle && !NEVER_RANDOM.has(strategy))
  if (repeats === 1 || isRandom) return
  throw new HoldoutError(
    'split/repeats-not-random',
    `${repeats} repeats of ${strategy} would be ${repeats} times the same splits: expected 1 repeat, or a strategy that shuffles`,
    { hint: 'Set `validation.repeats` to 1, or `validation.shuffle` to true.', path: 'validation.repeats' },
  )
}

/**
 * Refuses classes with fewer members than a stratified strategy has folds.
 *
 * scikit-learn only warns; but a fold without a class scores nothing of it, and its AUC is undefined.
 * @throws HoldoutError `split/class-too-small`.
 */
function checkClasses({ strategy, folds }: Pick<FlatValidation, 'strategy' | 'folds'>, rows: SplitRows): void {
  if (!STRATIFIED_FOLDS.has(strategy)) return
  checkSmallestClass(rows, labelsOf(rows), folds, `one for each of ${folds} folds`)
}

function checkedSeed(seed: number): number {
  if (Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff) return seed
  throw new HoldoutError(
    'split/bad-seed',
    `cannot draw splits from the seed ${seed}: expected a whole number from 0 to 4294967295`,
    { hint: 'Set `seed` or `validation.seed` to such a number.', path: 'validation.seed' },
  )
}

function checkNoneEmpty(splits: readonly Split[]): void {
  const empty = splits.find(({ train, test }) => train.length === 0 || test.length === 0)
  if (!empty) return
  const side = empty.train.length === 0 ? 'training' : 'held-out'
  throw new HoldoutError(
    'split/empty-fold',
    `fold ${empty.fold + 1} has no ${side} rows: expected at least one on either side`,
    { hint: 'Ask for fewer folds: the groups do not spread over so many.', path: 'validation.folds' },
  )
}
