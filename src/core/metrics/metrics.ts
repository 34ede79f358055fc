import type { Task } from '../dataset/table.ts'

/** Every fact about one score. Adding a score means adding its row, and computing it in `scoreBinary` and its kin. */
export interface Metric {
  /** As in `Scores`, in files and in the database. */
  readonly name: string
  /** In plain words, for headings. */
  readonly title: string
  readonly tasks: readonly Task[]
  readonly isGreaterBetter: boolean
  /** A share of rows, shown in percent. */
  readonly isFraction: boolean
  /** Has no upper end: how far one is from another can only be said relative to them. */
  readonly isUnbounded?: true
  /** Says how rows are ordered or spread: of a single row it is undefined, whatever it is. */
  readonly needsSeveralRows?: true
  /** Is about one of two classes, the positive one. */
  readonly ofPositiveClass?: true
  /** The score that this one is with every row counted by its weight (scikit-learn's `sample_weight`). */
  readonly weightedFrom?: string
}

const BINARY: readonly Task[] = ['binary']
const MULTICLASS: readonly Task[] = ['multiclass']
const CLASSES: readonly Task[] = ['binary', 'multiclass']
const REGRESSION: readonly Task[] = ['regression']

const share = { isGreaterBetter: true, isFraction: true } as const
const degree = { isGreaterBetter: true, isFraction: false } as const
const loss = { isGreaterBetter: false, isFraction: false } as const
const openLoss = { ...loss, isUnbounded: true } as const

const PLAIN: readonly Metric[] = [
  { name: 'accuracy', title: 'accuracy', tasks: CLASSES, ...share },
  { name: 'balancedAccuracy', title: 'balanced accuracy', tasks: CLASSES, ...share },
  { name: 'precision', title: 'precision', tasks: BINARY, ...share, ofPositiveClass: true },
  { name: 'recall', title: 'recall', tasks: BINARY, ...share, ofPositiveClass: true },
  { name: 'f1', title: 'F1', tasks: BINARY, ...share, ofPositiveClass: true },
  { name: 'rocAuc', title: 'area under the ROC curve', tasks: BINARY, ...degree, needsSeveralRows: true },
  { name: 'averagePrecision', title: 'average precision', tasks: BINARY, ...degree, ofPositiveClass: true },
  { name: 'logLoss', title: 'log loss', tasks: CLASSES, ...openLoss },
  { name: 'brier', title: 'Brier score', tasks: BINARY, ...loss },
  { name: 'mcc', title: "Matthews' correlation", tasks: CLASSES, ...degree },
  { name: 'kappa', title: "Cohen's kappa", tasks: BINARY, ...degree },
  { name: 'f1Macro', title: 'F1, mean over classes', tasks: MULTICLASS, ...share },
  { name: 'f1Weighted', title: 'F1, weighted by class size', tasks: MULTICLASS, ...share },
  { name: 'precisionMacro', title: 'precision, mean over classes', tasks: MULTICLASS, ...share },
  { name: 'recallMacro', title: 'recall, mean over classes', tasks: MULTICLASS, ...share },
  {
    name: 'rocAucOvrMacro',
    title: 'area under the ROC curve, each class against the rest',
    tasks: MULTICLASS,
    ...degree,
    needsSeveralRows: true,
  },
  { name: 'top2', title: 'among the two likeliest', tasks: MULTICLASS, ...share },
  { name: 'meanSquaredError', title: 'mean squared error', tasks: REGRESSION, ...openLoss },
  { name: 'rootMeanSquaredError', title: 'root mean squared error', tasks: REGRESSION, ...openLoss },
  { name: 'meanAbsoluteError', title: 'mean absolute error', tasks: REGRESSION, ...openLoss },
  { name: 'r2', title: 'R²', tasks: REGRESSION, ...degree, needsSeveralRows: true },
  { name: 'medianAbsoluteError', title: 'median absolute error', tasks: REGRESSION, ...openLoss },
  { name: 'explainedVariance', title: 'explained variance', tasks: REGRESSION, ...degree, needsSeveralRows: true },
]

const WEIGHTED_WORDS = ', rows weighted'

/** The name of a score with every row counted by its weight: `weightedAccuracy` of `accuracy`. */
export function weightedName(name: string): string {
  return `weighted${name.charAt(0).toUpperCase()}${name.slice(1)}`
}

/** Every score of every task, in the order in which they are shown. */
export const METRICS: readonly Metric[] = PLAIN

/** The same scores with every row counted by its weight, for datasets with a column of weights. */
export const WEIGHTED_METRICS: readonly Metric[] = PLAIN.map((metric) => ({
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
