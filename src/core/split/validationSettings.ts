/** What a protocol that nests no other may set besides its strategy. */
export interface ValidationSettings {
  readonly folds: number
  readonly repeats: number
  readonly shuffle: boolean
  readonly testFraction: number
  /** Beats the experiment's seed for the splits. */
  readonly seed?: number
  /** `ignore`: the column with the role group is not kept together; `equalRows`: rows equal in all features and the target are. */
  readonly groups?: 'ignore' | 'equalRows'
  /** Column by which a time series is sorted. */
  readonly time?: string
  /** Column that tells several time series apart; each is split by itself. */
  readonly series?: string
  /** Confirms that the rows of the file are in order of time. */
  readonly rowsInOrder?: boolean
  /** Rows left out between training and held-out rows of a time series. */
  readonly gap?: number
  /** Rows of each held-out stretch of a time series. */
  readonly testSize?: number
  /** Quantile bins of a numeric target that a stratified strategy spreads over the folds. */
  readonly bins?: number
}
