import type { ValidationSpec } from '../experiment/experiment.ts'
import { metricDocuments } from './metricDocument.ts'
import type { ModelDocument, NestedDocument } from './runDocument.ts'

/**
 * The estimate of a nested protocol; absent for any other.
 *
 * The trainer trains on an outer split only what its inner folds chose, so the outer fits of all candidates
 * together are the estimate.
 */
export function nestedDocument(
  validation: ValidationSpec,
  models: readonly ModelDocument[],
): NestedDocument | undefined {
  if (validation.strategy !== 'nested') return undefined
  const outer = models
    .flatMap(({ name, fitResults }) =>
      fitResults.filter((fit) => fit.outer === undefined).map((fit) => ({ ...fit, candidate: name })),
    )
    .sort((a, b) => a.repeat - b.repeat || a.fold - b.fold)
  return {
    choose: validation.choose,
    choices: outer.map(({ repeat, fold, candidate }) => ({ repeat, fold, candidate })),
    metrics: metricDocuments(outer),
  }
}
