/** Out-of-fold predictions of one fit. */
export interface Predictions {
  /** Row numbers in the dataset, from 0. */
  readonly rows: readonly number[]
  /** Binary: P(class 1). Multiclass: one array of probabilities per row. Regression: value in the target's unit. */
  readonly values: readonly number[] | readonly (readonly number[])[]
}
