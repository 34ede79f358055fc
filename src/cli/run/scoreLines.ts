import type { RunDocument } from '../../core/run/runDocument.ts'
import { partialWords, scoredFolds } from '../../core/run/scoredFolds.ts'
import { scoreLine } from './scoreLine.ts'

/** The result on stdout: one line per model, and one for the estimate of a nested protocol. */
export function scoreLines({ models, task, primaryMetric, positiveClass, nested }: RunDocument): string {
  const about = { task, primaryMetric, ...(positiveClass !== undefined && { positiveClass }) }
  const lines = models.map((model) => {
    const partial = partialWords(scoredFolds(model))
    const { name, metrics } = model
    return scoreLine(name, { ...about, metrics, ...(partial !== undefined && { partial }) })
  })
  if (nested) lines.push(scoreLine('Nested estimate', { ...about, metrics: nested.metrics }))
  return lines.map((line) => `${line}\n`).join('')
}
