export interface NumericPreprocessing {
  readonly impute: 'median' | 'mean' | 'mostFrequent' | 'constant' | 'none'
  readonly fillValue: number
  readonly missingIndicator: boolean
  readonly scale: 'standard' | 'minmax' | 'robust' | 'maxabs' | 'none'
}
export interface CategoryPreprocessing {
  readonly impute: 'mostFrequent' | 'constant' | 'none'
  readonly fillValue: string
  readonly encode: 'oneHot' | 'ordinal'
}
export interface PreprocessingSpec {
  readonly numeric: NumericPreprocessing
  readonly category: CategoryPreprocessing
  /** How a regression target is scaled in each fold; scores are given in the target's own unit all the same. */
  readonly target: 'standard' | 'none'
}
