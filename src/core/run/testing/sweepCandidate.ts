import { metricDocuments } from '../metricDocument.ts'
import type { ModelDocument } from '../runDocument.ts'

/** A candidate of a sweep with an accuracy on each of ten folds of 90 training and 10 held-out rows. */
export function sweepCandidate(
  hyperparameters: ModelDocument['hyperparameters'],
  score: (fold: number) => number,
): ModelDocument {
  const fits = Array.from({ length: 10 }, (_, fold) => ({
    repeat: 0,
    fold,
    scores: { accuracy: score(fold) },
    preparation: { trainRows: 90, testRows: 10 },
  }))
  const metrics = metricDocuments(fits)
  return { name: JSON.stringify(hyperparameters), model: 'Net', hyperparameters, metrics, fitResults: fits } as never
}
