import type { FlatValidation, ValidationSpec } from './validationSpec.ts'
import { countCodes } from './countedCodes.ts'
import { checkWeights, hasWeightless } from './checkWeights.ts'
import { foldPlace } from './foldPlace.ts'
import type { FoldPlace } from './foldPlace.ts'
import { ofPart } from './ofPart.ts'
import { makeInnerSplits } from './makeInnerSplits.ts'
import { splitsByRepeat } from './makeSplits.ts'
import type { Split, SplitRows } from './split.ts'
import { strategyNamed } from './strategies.ts'

/** The training fold with the fewest rows. Counted from 0. */
export interface TrainFold extends FoldPlace {
  readonly rows: number
  /** For an inner fold of a nested protocol: the outer fold whose training rows it splits. */
  readonly outer?: FoldPlace
}

/** Whether the sizes of a protocol's folds depend on groups, series or parts; else they follow from the number of rows. */
export function dependsOnColumns(validation: ValidationSpec): boolean {
  const flats = validation.strategy === 'nested' ? [validation.outer, validation.inner] : [validation]
  return flats.some(isOfColumns)
}

/**
 * The smallest training fold of a protocol, found by making the splits it will be trained on; of a nested one the
 * smallest inner fold. What returns has no fold that can be refused later.
 *
 * @throws HoldoutError of the family `split`, as `makeSplits`, and `split/no-weight`; of a nested protocol it names the outer fold, and its
 *   path is that of the part, as `validation.inner.folds`.
 */
export function smallestTrainFold(validation: ValidationSpec, rows: SplitRows, seed: number): TrainFold {
  if (validation.strategy !== 'nested') return smallestFlat(validation, rows, seed)
  const { outer, inner } = validation
  ofPart('outer', '', () => smallestFlat(outer, rows, seed))
  const isKnown = isInnerKnown(inner, rows)
  let smallest: TrainFold | undefined
  for (const { repeat, fold, train } of splitsOf(outer, rows, seed)) {
    if (isKnown(train)) continue
    const within = ofPart('inner', ` (the inner validation of outer ${foldPlace({ repeat, fold })})`, () =>
      smallestOf([makeInnerSplits(distinctRepeats(inner, rows), rows, train, seed)], rows),
    )
    if (!smallest || within.rows < smallest.rows) smallest = { ...within, outer: { repeat, fold } }
  }
  return smallest ?? NONE
}

const NONE: TrainFold = { rows: 0, repeat: 0, fold: 0 }

function smallestFlat(validation: FlatValidation, rows: SplitRows, seed: number): TrainFold {
  // As many folds as rows: making them all would take the square of the rows.
  if (validation.strategy === 'leave-one-out' && rows.count > 1 && !hasWeightless(rows.weights))
    return { rows: rows.count - 1, repeat: 0, fold: 0 }
  return smallestOf(splitsByRepeat(distinctRepeats(validation, rows), rows, seed), rows)
}

/** Without groups and weights of zero all repeats have folds of the same sizes, refused for the same: one is enough. */
function distinctRepeats(validation: FlatValidation, { weights }: SplitRows): FlatValidation {
  return isOfColumns(validation) || hasWeightless(weights) ? validation : { ...validation, repeats: 1 }
}

function isOfColumns(validation: FlatValidation): boolean {
  return strategyNamed(validation.strategy).dependsOnColumns(validation)
}

/** Tells outer folds whose inner folds can be no different from those of one before: as many rows of each class. */
function isInnerKnown(inner: FlatValidation, { labels, weights }: SplitRows): (train: Int32Array) => boolean {
  const known = new Set<string>()
  return (train) => {
    if (isOfColumns(inner) || inner.bins !== undefined || hasWeightless(weights)) return false
    const { counts, originals } = countCodes(labels ? train.map((row) => labels[row]) : new Int32Array(train.length))
    const key = `${originals.join()} ${counts.join()}`
    return known.size === known.add(key).size
  }
}

/** One repeat after the other, so that many repeats take no more memory than one. */
function* splitsOf(validation: FlatValidation, rows: SplitRows, seed: number): Generator<Split> {
  for (const splits of splitsByRepeat(validation, rows, seed)) yield* splits
}

function smallestOf(repeats: Iterable<readonly Split[]>, { weights }: SplitRows): TrainFold {
  let smallest: TrainFold | undefined
  for (const splits of repeats) {
    for (const { repeat, fold, train } of splits) {
      checkWeights(weights, train, foldPlace({ repeat, fold }))
      if (!smallest || train.length < smallest.rows) smallest = { rows: train.length, repeat, fold }
    }
  }
  return smallest ?? NONE
}
