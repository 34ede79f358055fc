import type { Task } from '../dataset/table.ts'
import { metricNamed } from './metrics.ts'
import type { Metric } from './metrics.ts'

const RANKING = {
  binary: 'accuracy',
  multiclass: 'accuracy',
  regression: 'rootMeanSquaredError',
} as const satisfies Record<Task, string>

/** The metric that ranks models of a task, unless an experiment names another. */
export function primaryMetric(task: Task): Metric {
  return metricOrPlain(RANKING[task])
}

/** A metric by name; one nobody has described is taken to be better the greater it is. */
export function metricOrPlain(name: string): Metric {
  return metricNamed(name) ?? { name, title: name, tasks: [], isGreaterBetter: true, isFraction: false }
}
