/** What is computed from the model of one fold while it is in memory: models of folds are not stored. Plain data, kept as JSON. */
import type { Scores } from '../metrics/scores.ts'

/** How much worse the predictions of a fold get when a column is shuffled among its held-out rows. */
export interface FitImportance {
  /** Metric that ranks. */
  readonly metric: string
  /** Metric beside it that says how sure the model is: `logLoss`, or `meanSquaredError` of a regression. */
  readonly loss: string
  readonly shuffles: number
  /** Columns in the order of the table; those shuffled together are one entry. */
  readonly columns: readonly ShuffledColumn[]
}

export interface ShuffledColumn {
  /** One column, or several that were shuffled together. */
  readonly names: readonly string[]
  /** Mean over shuffles of how much worse the ranking metric gets; `null` where it is undefined in this fold. */
  readonly drop: number | null
  /** Mean over shuffles of how much the loss rises. */
  readonly rise: number | null
}

/** Mean prediction of a fold's held-out rows when a column has one value in all of them. */
export interface ColumnDependence {
  readonly name: string
  /** Of two classes: the one that the probability is of. */
  readonly label?: string
  /** Values of the column: numbers ascending, or levels. */
  readonly grid: readonly number[] | readonly string[]
  /** `[grid × width]`: P(`label`), a probability per class, or the value in the target's unit. */
  readonly values: readonly number[]
  /** `[row][grid]`: the same of single held-out rows, where they were asked for; not of three or more classes. */
  readonly individual?: readonly (readonly number[])[]
}

/** One layer of a trained network. */
export interface LayerReport {
  readonly name: string
  readonly type: 'dense' | 'output' | 'activation'
  readonly units: number
  /** Euclidean norm of the weights into each unit: mean and largest; absent where the layer has no weights. */
  readonly norm?: { readonly mean: number; readonly max: number }
  /** Largest norm that a max-norm constraint allows, and units within a thousandth of it. */
  readonly limit?: { readonly maxValue: number; readonly units: number }
  /** Units whose output is the same for every training row; absent for the output layer. */
  readonly idle?: number
  /** Size of the last epoch's change of the weights, and of all epochs', as a share of the size of the weights. */
  readonly update?: number
  readonly moved?: number
}

/** One point of a learning curve: the fold trained on some of its training rows. */
export interface LearningPoint {
  /** Share of the training rows, below 1: at 1 it is the fold itself. */
  readonly fraction: number
  readonly trainRows: number
  /** On the same held-out rows; absent where training diverged. */
  readonly scores?: Scores
}

/** Everything known of one fold's model. Absent: not computed. */
export interface FitExplanation {
  readonly importance?: FitImportance
  readonly dependence?: readonly ColumnDependence[]
  readonly layers?: readonly LayerReport[]
  /** Scores on training rows (evenly spaced ones, at most `TRAINING_ROWS`), without dropout. */
  readonly trainScores?: Scores
  readonly learning?: readonly LearningPoint[]
}

/** Training rows of a fold that are predicted at most. */
export const TRAINING_ROWS = 4096

/** Both together; learning points of one fraction are the same and are kept once. */
export function joinExplanations(known: FitExplanation | undefined, added: FitExplanation): FitExplanation {
  const learning = new Map([...(known?.learning ?? []), ...(added.learning ?? [])].map((one) => [one.fraction, one]))
  const points = [...learning.values()].sort((a, b) => a.fraction - b.fraction)
  return { ...known, ...added, ...(points.length > 0 && { learning: points }) }
}
