import type { ComparisonDocument, RunDocument } from './runDocument.ts'

/** Comparisons of candidates with each other. */
export function comparisonsOfModels({ comparisons }: Pick<RunDocument, 'comparisons'>): readonly ComparisonDocument[] {
  return comparisons.filter(({ reference }) => reference === undefined)
}

/** Comparisons of the best candidate with each reference model. */
export function comparisonsWithReferences({
  comparisons,
}: Pick<RunDocument, 'comparisons'>): readonly ComparisonDocument[] {
  return comparisons.filter(({ reference }) => reference !== undefined)
}
