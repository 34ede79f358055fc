import type { Task } from '../../core/dataset/table.ts'
import { metricOrPlain, primaryMetric } from '../../core/metrics/primaryMetric.ts'
import type { MetricDocument } from '../../core/run/runDocument.ts'
import { plainText } from '../plainText.ts'

/** What a line of scores is about. */
interface Scored {
  readonly task: Task
  /** Name of the metric that ranks. */
  readonly primaryMetric: string
  readonly metrics: Readonly<Record<string, MetricDocument>>
  /** The class that scores of a binary task are about. */
  readonly positiveClass?: string
  /** How many folds the score rests on, where that is not all of them. */
  readonly partial?: string
}

/**
 * A model's score as the exercise prints it: `Baseline: 86.04% (4.58%)`, mean and population deviation over folds.
 * Whatever is not the accuracy is named behind it.
 */
export function scoreLine(name: string, scored: Scored): string {
  const { task, primaryMetric: metric, metrics, positiveClass, partial } = scored
  const score = Object.hasOwn(metrics, metric) ? metrics[metric] : undefined
  if (!score || score.mean === null) return `${plainText(name)}: no score`
  const { isFraction, ofPositiveClass } = metricOrPlain(metric)
  const write = (value: number) => (isFraction ? `${(100 * value).toFixed(2)}%` : value.toFixed(2))
  const ofClass = ofPositiveClass && positiveClass !== undefined ? ` of ${plainText(positiveClass)}` : ''
  const unit = isFraction && metric === primaryMetric(task).name ? '' : ` ${metric}${ofClass}`
  const spread = score.std === null ? '' : ` (${write(score.std)})`
  const rest = partial === undefined ? '' : `, over ${partial}`
  return `${plainText(name)}: ${write(score.mean)}${spread}${unit}${rest}`
}
