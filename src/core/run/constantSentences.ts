import type { RunDocument } from './runDocument.ts'
import { outerFits } from './undefinedWords.ts'

/** Models that predict (nearly) the same for every held-out row, in plain words; empty where there is none. */
export function constantSentences({ models, task }: Pick<RunDocument, 'models' | 'task'>): readonly string[] {
  return models.flatMap(({ name, fitResults }) => {
    const fits = outerFits(fitResults)
    const constant = fits.filter(({ preparation }) => preparation?.isConstant).length
    if (constant === 0) return []
    const what = task === 'regression' ? 'almost the same value' : 'the same class'
    const where = constant === fits.length ? 'every fold' : `${String(constant)} of ${String(fits.length)} folds`
    return [
      `${name} predicts ${what} for all held-out rows in ${where}: there it has learned nothing from the features.`,
    ]
  })
}
