/** How much worse a model scores when one column is shuffled among the held-out rows. */
export interface ColumnImportance {
  readonly name: string
  /** Drop of the ranking score (rise, where smaller is better), mean and deviation over folds. */
  readonly mean: number
  readonly std: number
  /** Rise of the loss, mean and deviation over folds. */
  readonly lossMean: number
  readonly lossStd: number
  readonly folds: number
}

/** Permutation importance of every column, over folds. */
export interface PermutationImportance {
  /** What `mean` is in. */
  readonly metric: string
  /** Shuffles per fold. */
  readonly shuffles: number
  /** Most important first. */
  readonly columns: readonly ColumnImportance[]
}
