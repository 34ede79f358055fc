/**
 * A table in memory, column by column: what transformers fit on and splits index into.
 *
 * Who owns what: `lab/datasets` builds tables from imported files, the trainer reads them back from a
 * binary file; nothing here does I/O.
 */

import type { DatePart } from './dateParts.ts'

/** A column of numbers. `values[row]`, `NaN` marks a missing cell (and nothing else). */
export interface NumberColumn {
  readonly kind: 'number'
  readonly name: string
  readonly values: Float64Array
  /** Of dates (`values` are days since 1970): what of them is prepared. Absent: the number alone. */
  readonly dateParts?: readonly DatePart[]
}

/** A column of categories. `codes[row]` indexes `levels` (in the order of `inLevelOrder`), `-1` marks a missing cell. */
export interface CategoryColumn {
  readonly kind: 'category'
  readonly name: string
  readonly levels: readonly string[]
  readonly codes: Int32Array
  /** Whether `levels` are in an order that a person gave: the column is then prepared as one number, its rank. */
  readonly isOrdered?: boolean
}

export type TableColumn = NumberColumn | CategoryColumn

/** The columns an experiment uses, all of length `rows`. Rows keep the order of the file. */
export interface Table {
  readonly rows: number
  readonly features: readonly TableColumn[]
  readonly target: TableColumn
  /** Group of each row (`group-k-fold`), codes from 0. */
  readonly groups?: Int32Array
  /** Weight of each row in the loss, and in the weighted scores. */
  readonly weights?: Float64Array
  /** Time of each row, by which a time series is sorted. */
  readonly time?: Float64Array
  /** Series of each row, codes from 0. */
  readonly series?: Int32Array
  /** Predefined part of each row: -1 is only trained on, `k` is held out in fold `k`. */
  readonly parts?: Int32Array
  /** Columns that name rows: they take no part, and stand beside predictions. */
  readonly ids?: readonly TableColumn[]
  /** Row of the file (from 0) of each row, where rows of it were left out by the experiment. */
  readonly source?: Int32Array
}

/** What is learned: which loss, which output, which scores. Follows from the target unless given. */
export type Task = 'binary' | 'multiclass' | 'regression'
