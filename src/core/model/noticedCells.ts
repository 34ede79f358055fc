/** What is to be known of a cell that a prediction rests on. */
export interface CellNotice {
  /**
   * `imputed`: missing, and filled in as in training. `unseen`: a category that no training row had. `outside`: beyond what training
   * rows had.
   */
  readonly kind: 'imputed' | 'unseen' | 'outside'
  /** The model's name for the column. */
  readonly column: string
  /** What the cell holds; absent where it is missing. */
  readonly cell?: string | number
}

/** Cells of a column of a file that are not as in training. */
export interface NoticedColumn {
  readonly name: string
  /** Missing cells that a fill value stands in for. */
  readonly imputed: number
  /** Cells whose category no training row had. */
  readonly unseen: number
  /** Numbers beyond what training rows had. */
  readonly outside: number
  /** A few different cells that are unseen or outside. */
  readonly examples: readonly (string | number)[]
}
