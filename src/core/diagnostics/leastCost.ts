import { predictedClasses } from './decision.ts'
import type { HeldOut, HeldOutFit } from './heldOut.ts'
import { spreadOf } from './spread.ts'
import type { Spread } from './spread.ts'
import type { CostTable } from './thresholdRules.ts'

/** What deciding by cost is worth where there are several classes. */
export interface LeastCost {
  /** Mean cost of a row where the likeliest class is predicted, over folds. */
  readonly likeliest: Spread
  /** Where the class of the least expected cost is predicted. Nothing is chosen on the held-out rows: this is no optimistic number. */
  readonly leastCost: Spread
  /** Share of rows that are predicted otherwise. */
  readonly changed: Spread
  /** Rows of each class (first index) predicted as each (second) by the least expected cost, over all folds and repeats. */
  readonly counts: readonly (readonly number[])[]
  readonly labels: readonly string[]
}

/**
 * Compares predicting the likeliest class with predicting the one whose expected cost, by the predicted probabilities, is least (the
 * first of several). `undefined` where the table is not of these classes.
 * @param costs `costs[truth][predicted]`
 */
export function leastCost({ classes, width, fits }: HeldOut, costs: CostTable): LeastCost | undefined {
  if (costs.length !== classes.length || costs.some((row) => row.length !== classes.length)) return undefined
  const counts = classes.map(() => classes.map(() => 0))
  const folds = fits.map((fit) => {
    const likeliest = predictedClasses(fit, width, 0.5)
    const chosen = Array.from(fit.truth, (_, row) => cheapest(fit, row, costs))
    const costOf = (predicted: ArrayLike<number>): number =>
      fit.truth.reduce((sum, truth, row) => sum + costs[truth][predicted[row]], 0) / fit.truth.length
    fit.truth.forEach((truth, row) => {
      counts[truth][chosen[row]] += 1
    })
    const changed = chosen.filter((code, row) => code !== likeliest[row]).length / chosen.length
    return { likeliest: costOf(likeliest), chosen: costOf(chosen), changed }
  })
  return {
    likeliest: spreadOf(folds.map((fold) => fold.likeliest)),
    leastCost: spreadOf(folds.map((fold) => fold.chosen)),
    changed: spreadOf(folds.map((fold) => fold.changed)),
    counts,
    labels: classes,
  }
}

function cheapest({ values }: HeldOutFit, row: number, costs: CostTable): number {
  const expected = costs.map((_, predicted) =>
    costs.reduce((sum, ofTruth, truth) => sum + values[row * costs.length + truth] * ofTruth[predicted], 0),
  )
  return expected.indexOf(Math.min(...expected))
}
