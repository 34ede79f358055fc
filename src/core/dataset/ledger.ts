/** What an import did to the file's cells, row by row and column by column. */
export type LedgerKind =
  | 'transcoded'
  | 'decompressed'
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

/** One place in the file, with what stood there. */
export interface LedgerSample {
  /** Physical line, from 1. */
  readonly line: number
  /** As in the file, cut after 200 characters. */
  readonly cell?: string
}

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
  readonly samples: readonly LedgerSample[]
  /** Every line concerned, for cells that were lost; at most a thousand. */
  readonly lines?: readonly number[]
  readonly severity: 'info' | 'warning'
}

export type Ledger = readonly LedgerEntry[]

/** A cell cut to a length that fits a ledger. */
export function shortenCell(cell: string): string {
  return cell.length > 200 ? `${cell.slice(0, 200)}…` : cell
}
