import { metricNamed } from '../metrics/metrics.ts'
import { compareModels, compareReferences } from './compareModels.ts'
import type { RunDocument } from './runDocument.ts'

/**
 * The document of a run with another metric leading: it ranks the models, and they are compared by it. How many repeats would
 * settle a comparison, and what choosing the best cost, is known for the metric that ranked them alone.
 */
export function ledBy(document: RunDocument, name: string): RunDocument {
  const metric = metricNamed(name)
  if (name === document.primaryMetric || !metric?.tasks.includes(document.task)) return document
  const { optimism: _, ...rest } = document
  const { models, references = [] } = document
  const ground = { metric, isRepeatable: false }
  return {
    ...rest,
    primaryMetric: name,
    comparisons: [...compareModels(models, ground), ...compareReferences(models, references, ground)],
  }
}
