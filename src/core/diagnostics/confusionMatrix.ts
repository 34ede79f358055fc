import { predictedClasses } from './decision.ts'
import type { HeldOut } from './heldOut.ts'
import { spreadOf } from './spread.ts'

/** Rows by true and predicted class, over all held-out rows and in each fold. */
export interface ConfusionMatrices {
  readonly labels: readonly string[]
  /** `counts[truth][predicted]`, every row once: with several repeats the mean over repeats. */
  readonly counts: readonly (readonly number[])[]
  /** Repeats that `counts` is the mean of. */
  readonly repeats: number
  /** One matrix for each of `folds`. */
  readonly byFold: readonly (readonly (readonly number[])[])[]
  readonly folds: readonly { readonly repeat: number; readonly fold: number }[]
  /** Of each cell over folds; SD of the population. */
  readonly mean: readonly (readonly number[])[]
  readonly std: readonly (readonly number[])[]
}

/** Folds whose own matrix is kept; mean and deviation are always over all of them. */
const MOST_FOLDS = 500

/** Counts rows by true and predicted class (scikit-learn's `confusion_matrix`), in weight of rows where weights are given. */
export function countConfusion(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
  weights?: ArrayLike<number>,
): number[][] {
  const counts = Array.from({ length: classes }, () => Array<number>(classes).fill(0))
  for (let row = 0; row < truth.length; row += 1) counts[truth[row]][predicted[row]] += weights ? weights[row] : 1
  return counts
}

/** Each row of a matrix as shares of its sum: where the rows of a class went. 0 where a class has no row. */
export function sharesOfRows(counts: readonly (readonly number[])[]): number[][] {
  return counts.map((row) => {
    const total = row.reduce((sum, count) => sum + count, 0)
    return row.map((count) => (total === 0 ? 0 : count / total))
  })
}

/** Each column of a matrix as shares of its sum: where the predictions of a class came from. */
export function sharesOfColumns(counts: readonly (readonly number[])[]): number[][] {
  const totals = counts.map((_, column) => counts.reduce((sum, row) => sum + row[column], 0))
  return counts.map((row) => row.map((count, column) => (totals[column] === 0 ? 0 : count / totals[column])))
}

/** The confusion matrices of held-out predictions at a threshold (two classes) or by the likeliest class. */
export function confusionMatrices(heldOut: HeldOut, threshold: number): ConfusionMatrices {
  const { classes, fits, width, repeats } = heldOut
  const matrices = fits.map((fit) => countConfusion(fit.truth, predictedClasses(fit, width, threshold), classes.length))
  const cell = <T>(value: (truth: number, predicted: number) => T): T[][] =>
    classes.map((_, truth) => classes.map((__, predicted) => value(truth, predicted)))
  const overFolds = cell((truth, predicted) => matrices.map((matrix) => matrix[truth][predicted]))
  const spreads = overFolds.map((row) => row.map((values) => spreadOf(values)))
  return {
    labels: classes,
    counts: overFolds.map((row) => row.map((values) => values.reduce((sum, count) => sum + count, 0) / repeats)),
    repeats,
    byFold: matrices.slice(0, MOST_FOLDS),
    folds: fits.slice(0, MOST_FOLDS).map(({ repeat, fold }) => ({ repeat, fold })),
    mean: spreads.map((row) => row.map(({ mean }) => mean ?? 0)),
    std: spreads.map((row) => row.map(({ std }) => std ?? 0)),
  }
}
