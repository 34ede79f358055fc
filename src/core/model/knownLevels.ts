import type { FittedCategory } from '../preprocessing/fittedPreprocessing.ts'
import type { SavedModel } from './savedModel.ts'
import { membersOf } from './savedModel.ts'

/** The levels of a column of categories that training rows had: of an ensemble, those of any of its networks. */
export function knownLevels(model: SavedModel, place: number): readonly string[] {
  const fitted = membersOf(model).map(({ preprocessing }) => preprocessing.columns[place] as FittedCategory)
  return fitted[0].levels.filter((_, level) => fitted.some(({ ranks }) => ranks[level] >= 0))
}
