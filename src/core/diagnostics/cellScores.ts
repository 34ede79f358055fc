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

/**
 * Scores of the four cells, to the last bit those of `core/metrics/confusionMatrix.ts` on two classes. Written out for two: they are
 * wanted at thousands of thresholds.
 */
export function cellScores({ truePositives, falsePositives, falseNegatives, trueNegatives }: Cells): CellScores {
  const negatives = trueNegatives + falsePositives
  const positives = falseNegatives + truePositives
  const total = negatives + positives
  const calledNegative = trueNegatives + falseNegatives
  const calledPositive = falsePositives + truePositives
  const correct = trueNegatives + truePositives
  const specificity = ratio(trueNegatives, negatives)
  const recall = ratio(truePositives, positives)
  const left = total ** 2 - (calledNegative ** 2 + calledPositive ** 2)
  const right = total ** 2 - (negatives ** 2 + positives ** 2)
  const cross = negatives * calledNegative + positives * calledPositive
  return {
    accuracy: correct / total,
    balancedAccuracy: meanOfTwo(specificity, negatives > 0, recall, positives > 0),
    precision: ratio(truePositives, calledPositive),
    recall,
    specificity,
    f1: ratio(2 * truePositives, positives + calledPositive),
    mcc: left * right === 0 ? 0 : (correct * total - cross) / Math.sqrt(left * right),
  }
}

/** Of those of two that count; NaN of none. */
function meanOfTwo(a: number, hasA: boolean, b: number, hasB: boolean): number {
  if (hasA && hasB) return (a + b) / 2
  if (hasA) return a
  return hasB ? b : NaN
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
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
