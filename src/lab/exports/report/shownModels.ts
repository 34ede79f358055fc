import { ranked } from '../../../core/run/compareModels.ts'
import { metricOrPlain } from '../../../core/metrics/primaryMetric.ts'
import type { ModelDocument, RunDocument } from '../../../core/run/runDocument.ts'
import { MOST_SERIES } from './svg/seriesStyle.ts'

/** The models that figures show: all of a few, the best of many, in the order of the experiment. */
export function shownModels({ models, primaryMetric }: RunDocument): readonly ModelDocument[] {
  const best = new Set(ranked(models, metricOrPlain(primaryMetric)).slice(0, MOST_SERIES))
  return models.filter((model) => best.has(model))
}
