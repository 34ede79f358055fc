import type { RunDocument } from './runDocument.ts'
import { outerFits } from './undefinedScores.ts'

/** A model that predicts (nearly) the same for every held-out row of some folds. */
export interface ConstantModel {
  readonly name: string
  /** Folds in which it does. */
  readonly constant: number
  readonly of: number
}

export function constantModels({ models }: Pick<RunDocument, 'models'>): readonly ConstantModel[] {
  return models.flatMap(({ name, fitResults }) => {
    const fits = outerFits(fitResults)
    const constant = fits.filter(({ preparation }) => preparation?.isConstant).length
    return constant === 0 ? [] : [{ name, constant, of: fits.length }]
  })
}
