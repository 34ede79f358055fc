import type { LedgerEntry } from '../../../core/dataset/ledger.ts'
import type { AnalyseOptions } from '../read/analyseOptions.ts'
import type { SourceFile } from '../source/sourceFile.ts'

/** What a file was before it became a CSV. */
export interface Converted {
  readonly form: 'parquet' | 'json' | 'workbook'
  /** SHA-256 of the file itself, hex; absent where it was only read in part. */
  readonly sha256?: string
  /** Whether rows are left out because only the beginning was asked for. */
  readonly isCut: boolean
  /** Of a workbook: all sheets, the one that is read, and its range. */
  readonly sheets?: readonly string[]
  readonly sheet?: string
  readonly entry: LedgerEntry
}

/** Rows of a file that is sampled. */
export const SAMPLE_ROWS = 20_000

/** What is to be converted, and where to. */
export interface Conversion {
  readonly source: SourceFile
  /** The CSV to be written: comma, double quotes, header, UTF-8. */
  readonly out: string
  /** Whether the first rows are enough. */
  readonly isSampled: boolean
  readonly options: Pick<AnalyseOptions, 'choices' | 'signal'>
}
