import { LARGEST_SEED } from '../random/largestSeed.ts'
import { HoldoutError } from '../errors.ts'
import type { FlatValidation } from './validationSpec.ts'
import { Mt19937 } from '../random/mt19937.ts'
import { withStrata } from './quantileBins.ts'
import type { Split, SplitRows } from './split.ts'
import { checkSmallestClass, labelsOf } from './splitChecks.ts'
import { isDrawn, strategyNamed } from './strategies.ts'

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
  const { split } = strategyNamed(validation.strategy)
  for (let repeat = 0; repeat < validation.repeats; repeat++) {
    const splits = split(rows, validation, random).map((sides, fold) => ({ repeat, fold, ...sides }))
    checkNoneEmpty(splits)
    yield splits
  }
}

function checkRepeats(validation: FlatValidation): void {
  const { strategy, repeats } = validation
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
  if (repeats === 1 || isDrawn(validation)) return
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
function checkClasses(validation: FlatValidation, rows: SplitRows): void {
  if (!strategyNamed(validation.strategy).everyClass) return
  const { folds } = validation
  const strata = withStrata(rows, validation)
  checkSmallestClass(strata, labelsOf(strata), folds, `one for each of ${folds} folds`)
}

function checkedSeed(seed: number): number {
  if (Number.isInteger(seed) && seed >= 0 && seed <= LARGEST_SEED) return seed
  throw new HoldoutError(
    'split/bad-seed',
    `cannot draw splits from the seed ${seed}: expected a whole number from 0 to ${String(LARGEST_SEED)}`,
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
