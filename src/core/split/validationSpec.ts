export type ValidationStrategy =
  | 'stratified-k-fold'
  | 'k-fold'
  | 'group-k-fold'
  | 'stratified-group-k-fold'
  | 'leave-one-out'
  | 'time-series'
  | 'holdout'
  | 'stratified-holdout'
  | 'nested'

/** A protocol that is no nesting of others. */
export interface FlatValidation {
  readonly strategy: Exclude<ValidationStrategy, 'nested'>
  readonly folds: number
  readonly repeats: number
  readonly shuffle: boolean
  readonly testFraction: number
  /** Beats the experiment's seed for the splits. */
  readonly seed?: number
}
/** The inner protocol picks the candidate on each outer fold's training rows; the outer scores the choice. */
export interface NestedValidation {
  readonly strategy: 'nested'
  readonly outer: FlatValidation
  readonly inner: FlatValidation
  /** Metric that picks, on the mean over inner folds. */
  readonly choose: string
}
export type ValidationSpec = FlatValidation | NestedValidation
