/** The rows of one class, in the bins of the histogram. */
export interface ClassCounts {
  readonly label: string
  readonly counts: readonly number[]
}

/** The histogram of a column of numbers, parted by the classes of a target. Rows without a target are in none. */
export interface ClassHistogram {
  /** Bins of equal width from `min` to `max`, as in the column's profile. */
  readonly min: number
  readonly max: number
  /** The most frequent first, as in the target's profile. */
  readonly classes: readonly ClassCounts[]
}
