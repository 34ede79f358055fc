import type { Task } from '../../dataset/table.ts'
import { metricNamed, metricsOf, weightedName } from '../../metrics/metrics.ts'
import { primaryMetric } from '../../metrics/primaryMetric.ts'
import { didYouMean } from '../file/didYouMean.ts'
import type { MetricChoice } from '../experiment.ts'
import type { WholeModel } from './extendModels.ts'
import { formatPath, type NodePath } from '../file/nodePath.ts'
import type { Problem } from '../file/problem.ts'

/**
 * The scores named by `metrics`; absent where nothing names any.
 *
 * With a column of weights the form that counts rows by their weight ranks, and both forms are shown.
 *
 * What ranks must be one for all: the first that every model names, else the first of `training`, else the task's own.
 */
export function chooseMetrics(
  models: readonly WholeModel[],
  ofTraining: readonly string[] | undefined,
  task: Task,
  isWeighted: boolean,
): MetricChoice | undefined {
  const named = models.flatMap(({ model: { name, metrics } }) => (metrics ? [{ name, metrics }] : []))
  if (named.length === 0) return isWeighted ? { ranking: weightedName(primaryMetric(task).name), shown: {} } : undefined
  const firsts = new Set(models.map(({ model }) => model.metrics?.[0]))
  const [common] = firsts.size === 1 ? firsts : [ofTraining?.[0]]
  const first = common ?? primaryMetric(task).name
  const ranking = isWeighted ? weightedOf(first) : first
  const both = (name: string) => (isWeighted ? [weightedOf(name), metricNamed(name)?.weightedFrom ?? name] : [name])
  const shown = named.map(({ name, metrics }) => [name, [...new Set([ranking, ...metrics.flatMap(both)])]] as const)
  return { ranking, shown: Object.fromEntries(shown) }
}

/** A score with every row counted by its weight; one that is so already stays. */
function weightedOf(name: string): string {
  return metricNamed(name)?.weightedFrom === undefined ? weightedName(name) : name
}

/** The scores named by `metrics` that a task does not have. */
export function metricProblems({ model, origin }: WholeModel, task: Task, isWeighted: boolean): readonly Problem[] {
  return (model.metrics ?? []).flatMap((name, index) =>
    noSuchScore(name, { task, isWeighted }, origin(['metrics', index])),
  )
}

/** What is wrong with a score named at a place of the file. */
export function noSuchScore(
  name: string,
  { task, isWeighted }: { readonly task: Task; readonly isWeighted: boolean },
  at: NodePath,
): readonly Problem[] {
  const names = metricsOf(task, isWeighted).map((metric) => metric.name)
  if (names.includes(name)) return []
  const message = `${formatPath(at)}: expected a score of a ${task} task, received ${JSON.stringify(name)}`
  const meant = didYouMean(name, names)
  const hint = meant === undefined ? `Use one of ${names.join(', ')}.` : `Did you mean \`${meant}\`?`
  return [{ code: 'experiment/invalid', at, message, hint }]
}
