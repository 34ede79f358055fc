/** What stands in a cell of a grid, as its element takes it: made once for each, since there are hundreds. */
export interface GridCell {
  readonly textContent: string
  /** `num` aligns numbers; `cell-missing` and `is-loading` mark cells without a value. */
  readonly class: string
}
