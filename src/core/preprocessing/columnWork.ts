import type { Moments } from './columnStatistics.ts'

/**
 * The work of preparing a table that grows with its cells, as an engine may do it: bit-identical to `fitNumber` and `transformRows`
 * without one.
 */
export interface ColumnWork {
  /** Looks at number columns: at all cells, and for their moments at those of `rows` in their order. */
  survey(columns: readonly Float64Array[], rows: Int32Array, largest: number): readonly ColumnSurvey[]
  /**
   * Writes one output of every row for each column into `matrix`, `[rows, width]`. Returns how many cells of each column are missing.
   */
  fill(columns: readonly PlainColumn[], matrix: Float32Array, width: number): Int32Array
}

export interface ColumnSurvey {
  /** Cells that are missing, or beyond `largest` on either side. */
  readonly oddCells: number
  /** Of no meaning where there are odd cells. */
  readonly moments: Moments
}

/** A number column that is one output: `(value - center) / scale`. */
export interface PlainColumn {
  readonly values: Float64Array
  /** Stands in for missing cells; `NaN` where none is expected. */
  readonly fill: number
  readonly center: number
  readonly scale: number
  /** Place of the output in a row. */
  readonly at: number
}
