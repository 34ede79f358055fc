import type { Task } from '../dataset/table.ts'
import { METRICS, type InBothLanguages, type Metric } from './metricRows.ts'

export { METRICS, type Metric } from './metricRows.ts'

const WEIGHTED_WORDS = ', rows weighted'

/** The name of a score with every row counted by its weight: `weightedAccuracy` of `accuracy`. */
export function weightedName(name: string): string {
  return `weighted${name.charAt(0).toUpperCase()}${name.slice(1)}`
}

/** The same scores with every row counted by its weight, for datasets with a column of weights. */
export const WEIGHTED_METRICS: readonly Metric[] = METRICS.map((metric) => ({
  ...metric,
  name: weightedName(metric.name),
  title: `${metric.title}${WEIGHTED_WORDS}`,
  weightedFrom: metric.name,
}))

/** Whether a score's best value is 1, or it lies between 0 and 1 by nature. */
export function isOnUnitScale({ name }: Metric): boolean {
  const known = metricNamed(name)
  return known !== undefined && known.isUnbounded !== true
}

/** Whether a score is undefined wherever a single row is held out. */
export function needsSeveralRows(name: string): boolean {
  return metricNamed(name)?.needsSeveralRows === true
}

/** A score's title with the class it is about: `F1 of “cancer”`. */
export function titleOf({ title, ofPositiveClass, weightedFrom }: Metric, positiveClass: string | undefined): string {
  if (!ofPositiveClass || positiveClass === undefined) return title
  const plain = weightedFrom === undefined ? title : (metricNamed(weightedFrom)?.title ?? title)
  const words = `${plain} of “${positiveClass}”`
  return weightedFrom === undefined ? words : `${words}${WEIGHTED_WORDS}`
}

/** The scores of a task, in the order in which they are shown; with weights also those that count rows by them. */
export function metricsOf(task: Task, isWeighted = false): readonly Metric[] {
  return [...METRICS, ...(isWeighted ? WEIGHTED_METRICS : [])].filter(({ tasks }) => tasks.includes(task))
}

/** A score by its name. */
export function metricNamed(name: string): Metric | undefined {
  return [...METRICS, ...WEIGHTED_METRICS].find((metric) => metric.name === name)
}

/** The short name of every score, by its name. */
export function metricLabels(language: keyof InBothLanguages): Readonly<Record<string, string>> {
  return Object.fromEntries(METRICS.map(({ name, label }) => [name, label[language]]))
}

/** What every score is in a sentence, by its name. */
export function metricTexts(language: keyof InBothLanguages): Readonly<Record<string, string>> {
  return Object.fromEntries(METRICS.flatMap(({ name, about }) => (about ? [[name, about[language]]] : [])))
}
