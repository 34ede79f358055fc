import type { MetricStyle } from './primaryMetric.ts'
import type { ComparisonDocument, ModelDocument } from './runDocument.ts'

/** Models compared on the folds they share. */
export function compareModels(_models: readonly ModelDocument[], _metric: MetricStyle): readonly ComparisonDocument[] {
  return []
}
