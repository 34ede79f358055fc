import type { ResolvedExperiment } from '../experiment.ts'
import type { Metric } from '../../metrics/metrics.ts'
import { metricOrPlain, primaryMetric } from '../../metrics/primaryMetric.ts'

/** The metric that ranks an experiment's candidates: the one it names, or the task's own. */
export function rankingMetric({ task, metrics }: Pick<ResolvedExperiment, 'task' | 'metrics'>): Metric {
  return metrics ? metricOrPlain(metrics.ranking) : primaryMetric(task)
}
