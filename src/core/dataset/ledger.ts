import type { CellSample } from '../csv/cellSample.ts'

/** What an import did to the file's cells, row by row and column by column. */
export type LedgerKind =
  | 'transcoded'
  | 'decompressed'
  | 'converted'
  | 'skippedLine'
  | 'leftOutRow'
  | 'renamed'
  | 'dropped'
  | 'trimmed'
  | 'missing'
  | 'nonFinite'
  | 'unreadable'
  | 'retyped'
  | 'thousands'
  | 'decimalComma'
  | 'readAnew'
  | 'oddNumber'
  | 'relabelled'
  | 'filtered'

/** One kind of change to one column (or to the file), with how often it happened. */
export interface LedgerEntry {
  readonly kind: LedgerKind
  /** The column's name; absent where the entry concerns the whole file. */
  readonly column?: string
  /** Cells, rows, lines or bytes, as the kind says. */
  readonly count: number
  /** One sentence for the person. */
  readonly message: string
  /** Up to five places. */
  readonly samples: readonly CellSample[]
  /** Every line concerned, for cells that were lost; at most a thousand. */
  readonly lines?: readonly number[]
  readonly severity: 'info' | 'warning'
}

export type Ledger = readonly LedgerEntry[]
