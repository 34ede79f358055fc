import type { RunDocument } from '../../core/run/runDocument.ts'
import { scoreLine } from './scoreLine.ts'

/** The result on stdout: one line per model, and one for the estimate of a nested protocol. */
export function scoreLines({ models, task, primaryMetric, nested }: RunDocument): string {
  const lines = models.map(({ name, metrics }) => scoreLine(name, { task, primaryMetric, metrics }))
  if (nested) lines.push(scoreLine('Nested estimate', { task, primaryMetric, metrics: nested.metrics }))
  return lines.map((line) => `${line}\n`).join('')
}
