import type { FlatValidation, ValidationSpec } from '../experiment/experiment.ts'
import { strategyRules } from '../experiment/validationFields.ts'
import { makeInnerSplits } from './makeInnerSplits.ts'
import { splitsByRepeat } from './makeSplits.ts'
import type { Split, SplitRows } from './split.ts'

/** The training fold with the fewest rows. Counted from 0. */
export interface TrainFold {
  readonly rows: number
  readonly repeat: number
  readonly fold: number
  /** For an inner fold of a nested protocol: the outer fold whose training rows it splits. */
  readonly outer?: { readonly repeat: number; readonly fold: number }
}

/** Whether the sizes of a protocol's folds depend on the groups; else they follow from the number of rows. */
export function dependsOnGroups(validation: ValidationSpec): boolean {
  const flats = validation.strategy === 'nested' ? [validation.outer, validation.inner] : [validation]
  return flats.some(({ strategy }) => strategyRules[strategy].groups === true)
}

/**
 * The smallest training fold of a protocol, found by making all its splits; of a nested one the smallest inner fold.
 *
 * @throws HoldoutError of the family `split`, as `makeSplits`.
 */
export function smallestTrainFold(validation: ValidationSpec, rows: SplitRows, seed: number): TrainFold {
  if (validation.strategy !== 'nested') return smallestOf(splitsByRepeat(validation, rows, seed))
  const { outer, inner } = validation
  let smallest: TrainFold | undefined
  for (const { repeat, fold, train } of splitsOf(outer, rows, seed)) {
    const within = smallestOf([makeInnerSplits(inner, rows, train, seed)])
    if (!smallest || within.rows < smallest.rows) smallest = { ...within, outer: { repeat, fold } }
  }
  return smallest ?? NONE
}

const NONE: TrainFold = { rows: 0, repeat: 0, fold: 0 }

/** One repeat after the other, so that many repeats take no more memory than one. */
function* splitsOf(validation: FlatValidation, rows: SplitRows, seed: number): Generator<Split> {
  for (const splits of splitsByRepeat(validation, rows, seed)) yield* splits
}

function smallestOf(repeats: Iterable<readonly Split[]>): TrainFold {
  let smallest: TrainFold | undefined
  for (const splits of repeats) {
    for (const { repeat, fold, train } of splits)
      if (!smallest || train.length < smallest.rows) smallest = { rows: train.length, repeat, fold }
  }
  return smallest ?? NONE
}
