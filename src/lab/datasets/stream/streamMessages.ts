import type { LedgerEntry } from '../../../core/dataset/ledger.ts'
import type { ErrorData } from '../../../core/errors.ts'
import type { ReadingPlan } from '../read/scanFile.ts'
import type { DatasetChoices } from '../store/datasetChoices.ts'
import type { ColumnPlan } from '../types/columnPlan.ts'
import type { ParsedField, ParsedRows } from './rowParser.ts'

/** What the thread that reads a file is given. */
export interface StreamRequest {
  readonly plan: ReadingPlan
  readonly fields: readonly ParsedField[]
  /** Rows at a time. */
  readonly size: number
  /** For the ledger: how the file is read, and the columns that are read. */
  readonly choices: DatasetChoices
  readonly columns: readonly ColumnPlan[]
}

/** Rows with the physical line of each, from 1, and how much of the file they end at, from 0 to 1. */
export interface StreamedRows extends ParsedRows {
  readonly lines: Float64Array<ArrayBuffer>
  readonly share: number
}

/** To the thread: room for one more block. */
export type ToStream = 'more'

/** From the thread. */
export type FromStream =
  | { readonly kind: 'rows'; readonly block: StreamedRows }
  | { readonly kind: 'end'; readonly rows: number; readonly ledger: readonly LedgerEntry[] }
  | { readonly kind: 'notPlain' }
  | { readonly kind: 'error'; readonly error: ErrorData }
