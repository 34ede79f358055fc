import type { Task } from '../dataset/table.ts'

/** What there is to know of a score. */
export interface Metric {
  /** As in `Scores`, in files and in the database. */
  readonly name: string
  /** In plain words, for headings. */
  readonly title: string
  readonly tasks: readonly Task[]
  readonly isGreaterBetter: boolean
  /** A share of rows, shown in percent. */
  readonly isFraction: boolean
}

type Traits = readonly [
  name: string,
  title: string,
  tasks: readonly Task[],
  isGreaterBetter: boolean,
  isFraction: boolean,
]

const BINARY: readonly Task[] = ['binary']
const MULTICLASS: readonly Task[] = ['multiclass']
const CLASSES: readonly Task[] = ['binary', 'multiclass']
const REGRESSION: readonly Task[] = ['regression']

const TRAITS: readonly Traits[] = [
  ['accuracy', 'accuracy', CLASSES, true, true],
  ['balancedAccuracy', 'balanced accuracy', CLASSES, true, true],
  ['precision', 'precision', BINARY, true, true],
  ['recall', 'recall', BINARY, true, true],
  ['f1', 'F1', BINARY, true, true],
  ['rocAuc', 'area under the ROC curve', BINARY, true, false],
  ['averagePrecision', 'average precision', BINARY, true, false],
  ['logLoss', 'log loss', CLASSES, false, false],
  ['brier', 'Brier score', BINARY, false, false],
  ['mcc', "Matthews' correlation", CLASSES, true, false],
  ['kappa', "Cohen's kappa", BINARY, true, false],
  ['f1Macro', 'F1, mean over classes', MULTICLASS, true, true],
  ['f1Weighted', 'F1, weighted by class size', MULTICLASS, true, true],
  ['precisionMacro', 'precision, mean over classes', MULTICLASS, true, true],
  ['recallMacro', 'recall, mean over classes', MULTICLASS, true, true],
  ['rocAucOvrMacro', 'area under the ROC curve, each class against the rest', MULTICLASS, true, false],
  ['top2', 'among the two likeliest', MULTICLASS, true, true],
  ['meanSquaredError', 'mean squared error', REGRESSION, false, false],
  ['rootMeanSquaredError', 'root mean squared error', REGRESSION, false, false],
  ['meanAbsoluteError', 'mean absolute error', REGRESSION, false, false],
  ['r2', 'R²', REGRESSION, true, false],
  ['medianAbsoluteError', 'median absolute error', REGRESSION, false, false],
  ['explainedVariance', 'explained variance', REGRESSION, true, false],
]

/** Every score of every task, in the order in which they are shown. */
export const METRICS: readonly Metric[] = TRAITS.map(([name, title, tasks, isGreaterBetter, isFraction]) => ({
  name,
  title,
  tasks,
  isGreaterBetter,
  isFraction,
}))

/** Scores that have no upper end: how far one is from another can only be told relative to them. */
const WITHOUT_END: ReadonlySet<string> = new Set([
  'logLoss',
  'meanSquaredError',
  'rootMeanSquaredError',
  'meanAbsoluteError',
  'medianAbsoluteError',
])

/** Whether a score's best value is 1, or it lies between 0 and 1 by nature. */
export function isOnUnitScale({ name }: Metric): boolean {
  return metricNamed(name) !== undefined && !WITHOUT_END.has(name)
}

/** Scores that say how rows are ordered or spread: of a single row they are undefined, whatever it is. */
const OF_SEVERAL_ROWS: ReadonlySet<string> = new Set(['rocAuc', 'rocAucOvrMacro', 'r2', 'explainedVariance'])

/** Whether a score is undefined wherever a single row is held out. */
export function needsSeveralRows(name: string): boolean {
  return OF_SEVERAL_ROWS.has(name)
}

/** The scores of a task, in the order in which they are shown. */
export function metricsOf(task: Task): readonly Metric[] {
  return METRICS.filter(({ tasks }) => tasks.includes(task))
}

/** A score by its name. */
export function metricNamed(name: string): Metric | undefined {
  return METRICS.find((metric) => metric.name === name)
}
