import type { Task } from '../dataset/table.ts'

/** How a metric is shown and ranked. */
export interface MetricStyle {
  readonly name: string
  /** In plain words, for headings. */
  readonly title: string
  readonly isGreaterBetter: boolean
  /** Shown in percent. */
  readonly isFraction: boolean
}

const RANKING = {
  binary: { name: 'accuracy', title: 'accuracy', isGreaterBetter: true, isFraction: true },
  multiclass: { name: 'accuracy', title: 'accuracy', isGreaterBetter: true, isFraction: true },
  regression: {
    name: 'rootMeanSquaredError',
    title: 'root mean squared error',
    isGreaterBetter: false,
    isFraction: false,
  },
} as const satisfies Record<Task, MetricStyle>

/** The metric that ranks models of a task and that one line per model shows. */
export function primaryMetric(task: Task): MetricStyle {
  return RANKING[task]
}
