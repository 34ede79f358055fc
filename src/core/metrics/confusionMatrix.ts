import { mean } from '../statistics/descriptive.ts'

/** Rows by true class and predicted class: `counts[true][predicted]`. */
export type ConfusionMatrix = readonly (readonly number[])[]

/** Counts rows by true and predicted class code (scikit-learn's `confusion_matrix`), each by its weight where there are any. */
export function confusionMatrix(
  labels: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
  weights?: ArrayLike<number>,
): ConfusionMatrix {
  const counts = Array.from({ length: classes }, () => Array<number>(classes).fill(0))
  for (let i = 0; i < labels.length; i++) counts[labels[i]][predicted[i]] += weights?.[i] ?? 1
  return counts
}

/** Precision, recall and F1 of one class; 0 where nothing is divided by nothing, as scikit-learn has it. */
export interface ClassScores {
  /** Rows of the class. */
  readonly support: number
  readonly predicted: number
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

/** Scores of each class against the rest. */
export function classScores(counts: ConfusionMatrix): ClassScores[] {
  return counts.map((row, k) => {
    const support = sum(row)
    const predicted = sum(counts.map((other) => other[k]))
    return {
      support,
      predicted,
      precision: ratio(row[k], predicted),
      recall: ratio(row[k], support),
      f1: ratio(2 * row[k], support + predicted),
    }
  })
}

/** Share of rows predicted right. */
export function accuracyOf(counts: ConfusionMatrix): number {
  return sum(counts.map((row, k) => row[k])) / sum(counts.map(sum))
}

/** Mean recall of the classes that occur. */
export function balancedAccuracyOf(counts: ConfusionMatrix): number {
  return mean(
    classScores(counts)
      .filter(({ support }) => support > 0)
      .map(({ recall }) => recall),
  )
}

/** Matthews' correlation, for any number of classes (Gorodkin 2004); 0 where either side has a single class. */
export function mccOf(counts: ConfusionMatrix): number {
  const scores = classScores(counts)
  const total = sum(counts.map(sum))
  const correct = sum(counts.map((row, k) => row[k]))
  const cross = sum(scores.map(({ support, predicted }) => support * predicted))
  const left = total ** 2 - sum(scores.map(({ predicted }) => predicted ** 2))
  const right = total ** 2 - sum(scores.map(({ support }) => support ** 2))
  return left * right === 0 ? 0 : (correct * total - cross) / Math.sqrt(left * right)
}

/** Cohen's kappa: agreement beyond chance. NaN where chance alone agrees fully. */
export function kappaOf(counts: ConfusionMatrix): number {
  const total = sum(counts.map(sum))
  const expected = sum(classScores(counts).map(({ support, predicted }) => (support * predicted) / total))
  return (sum(counts.map((row, k) => row[k])) - expected) / (total - expected)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}
