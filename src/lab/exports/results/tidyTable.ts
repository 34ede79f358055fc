/** A cell of a tidy table; `null` where there is none. */
export type TidyCell = string | number | null

/** One column: what it holds is the same in every table that has it. */
export interface TidyColumn {
  readonly name: string
  readonly type: 'text' | 'integer' | 'number'
}

/** One observation a row. */
export interface TidyTable {
  readonly name: 'scores' | 'histories' | 'predictions' | 'diagnostics'
  readonly columns: readonly TidyColumn[]
  readonly rows: Iterable<readonly TidyCell[]>
}
