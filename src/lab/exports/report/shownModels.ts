import { ranked } from '../../../core/run/compareModels.ts'
import { metricOrPlain } from '../../../core/metrics/primaryMetric.ts'
import type { ModelDocument, RunDocument } from '../../../core/run/runDocument.ts'
import { MOST_SERIES } from './svg/seriesStyle.ts'

/** The models that figures show: all of a few, the best of many, in the order of the experiment. */
export function shownModels({ models, primaryMetric }: RunDocument): readonly ModelDocument[] {
  const best = new Set(ranked(models, metricOrPlain(primaryMetric)).slice(0, MOST_SERIES))
  return models.filter((model) => best.has(model))
}

/** Rows of the table of scores; the others are in the appendix. */
export const MOST_ROWS = 20

/** The models in the order of the table of scores: a sweep best first, models without a score last; others as in the experiment. */
export function modelsInOrder({ models, primaryMetric }: RunDocument): readonly ModelDocument[] {
  if (models.every(({ hyperparameters }) => Object.keys(hyperparameters).length === 0)) return models
  const best = ranked(models, metricOrPlain(primaryMetric))
  return [...best, ...models.filter((model) => !best.includes(model))]
}
