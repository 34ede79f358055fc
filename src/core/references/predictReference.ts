import { predictDummy } from './dummy.ts'
import { predictLogistic } from './logisticRegression.ts'
import { predictNeighbours } from './nearestNeighbours.ts'
import type { ReferenceFold, ReferencePredictions } from './referenceFold.ts'
import type { ReferenceKind } from './referenceKind.ts'
import { predictRidge } from './ridgeRegression.ts'

/** The kinds that are computed here; trees are grown by a library. */
export type PlainReferenceKind = Exclude<ReferenceKind, 'forest' | 'boosting'>

/**
 * Fits a reference on the training rows of a fold and predicts its held-out rows.
 * @throws HoldoutError `training/one-class`, `training/few-rows`.
 */
export function predictReference(
  kind: PlainReferenceKind,
  fold: ReferenceFold,
  options: { readonly isTimeSeries: boolean },
): ReferencePredictions {
  switch (kind) {
    case 'dummy':
      return predictDummy(fold, options)
    case 'linear':
      return fold.target.kind === 'classes' ? predictLogistic(fold) : predictRidge(fold)
    case 'neighbours':
      return predictNeighbours(fold)
  }
}
