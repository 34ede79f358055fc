import type { Task } from '../../core/dataset/table.ts'
import { primaryMetric } from '../../core/run/primaryMetric.ts'
import type { MetricDocument } from '../../core/run/runDocument.ts'
import { plainText } from '../plainText.ts'

/** A model's score as the exercise prints it: `Baseline: 86.04% (4.58%)`, mean and population deviation over folds. */
export function scoreLine(name: string, task: Task, metrics: Readonly<Record<string, MetricDocument>>): string {
  const { name: metric, isFraction } = primaryMetric(task)
  const score = Object.hasOwn(metrics, metric) ? metrics[metric] : undefined
  if (!score || score.mean === null || score.std === null) return `${plainText(name)}: no score`
  if (isFraction) return `${plainText(name)}: ${percent(score.mean)} (${percent(score.std)})`
  return `${plainText(name)}: ${score.mean.toFixed(2)} (${score.std.toFixed(2)}) ${metric}`
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(2)}%`
}
