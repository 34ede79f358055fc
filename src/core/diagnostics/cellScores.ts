import { accuracyOf, balancedAccuracyOf, classScores, mccOf } from '../metrics/confusionMatrix.ts'

/** The four cells of a binary confusion matrix, in rows or in weight of rows. */
export interface Cells {
  readonly truePositives: number
  readonly falsePositives: number
  readonly falseNegatives: number
  readonly trueNegatives: number
}

/** Scores that follow from the four cells; 0 where nothing is divided by nothing, as in scikit-learn. */
export interface CellScores {
  readonly accuracy: number
  readonly balancedAccuracy: number
  readonly precision: number
  readonly recall: number
  readonly specificity: number
  readonly f1: number
  readonly mcc: number
}

/** Names of {@link CellScores}, in the order in which they are shown. */
export const CELL_SCORES = [
  'accuracy',
  'balancedAccuracy',
  'precision',
  'recall',
  'specificity',
  'f1',
  'mcc',
] as const satisfies readonly (keyof CellScores)[]

/** Scores of the four cells. */
export function cellScores(cells: Cells): CellScores {
  const matrix = matrixOf(cells)
  const [negative, positive] = classScores(matrix)
  return {
    accuracy: accuracyOf(matrix),
    balancedAccuracy: balancedAccuracyOf(matrix),
    precision: positive.precision,
    recall: positive.recall,
    specificity: negative.recall,
    f1: positive.f1,
    mcc: mccOf(matrix),
  }
}

/** The cells as `counts[truth][predicted]`. */
export function matrixOf({ truePositives, falsePositives, falseNegatives, trueNegatives }: Cells): number[][] {
  return [
    [trueNegatives, falsePositives],
    [falseNegatives, truePositives],
  ]
}

/** The four cells where so many rows of either class are called positive. */
export function cellsOf(
  counts: { readonly truePositives: number; readonly falsePositives: number },
  totals: { readonly positives: number; readonly negatives: number },
): Cells {
  return {
    truePositives: counts.truePositives,
    falsePositives: counts.falsePositives,
    falseNegatives: totals.positives - counts.truePositives,
    trueNegatives: totals.negatives - counts.falsePositives,
  }
}
