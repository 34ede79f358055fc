/** What is known of a CSV file once it has been read: shown before an import, kept with the dataset after it. */
import type { ErrorData } from '../errors.ts'
import type { ColumnType } from './datasetSettings.ts'
import type { TargetAssociations } from './association.ts'
import type { Doubt, DoubtChoice } from './columnDoubt.ts'
import type { Ledger } from './ledger.ts'
import type { NumberStyle } from './numberStyle.ts'
import type { ColumnProfile } from './profile.ts'

/** One column of a dataset. */
export interface DatasetColumn {
  readonly name: string
  /** Position among the fields of the file, from 0. */
  readonly field: number
  readonly type: ColumnType
  /** Why it is not of the type its cells suggest at first. */
  readonly reason?: string
  readonly style?: NumberStyle
  /** Such as `dd.MM.yyyy`; absent for ISO dates. Datasets imported long ago have it as `%d.%m.%Y`. */
  readonly dateFormat?: string
  /** Another reading that its cells allow as well. */
  readonly doubt?: Doubt
  /** Cells without a value, for whatever reason. */
  readonly missing: number
  /** Other names that its labels were given, by the label in the file; of joined ones every label is there. */
  readonly labels?: Readonly<Record<string, string>>
  /** Cells other than the empty one that occur and count as missing. */
  readonly missingTokens?: readonly string[]
  /** Cells that were written but are not finite numbers; part of `missing`. */
  readonly nonFinite: number
  /** Cells that are no value of the column's type; part of `missing`. */
  readonly unreadable: number
  /** Whole numbers beyond 2^53, whose digits a 64-bit float cannot hold. */
  readonly bigIntegers: number
  readonly profile: ColumnProfile
}

/** The encoding that was used, how it is known, and what came second. */
export interface EncodingFinding {
  readonly name: string
  readonly by: 'mark' | 'valid' | 'guess' | 'choice'
  /** From 0 to 1. */
  readonly confidence: number
  readonly runnerUp?: { readonly name: string; readonly confidence: number }
}

/** The dialect that was used, with what came second. */
export interface DialectFinding {
  readonly delimiter: string
  readonly quote: string
  readonly escape: string
  readonly header: boolean
  readonly decimal: '.' | ','
  /** From 0 to 1. */
  readonly score: number
  readonly runnerUp?: { readonly delimiter: string; readonly quote: string; readonly score: number }
}

/** A remark that needs no experiment, such as a constant column. */
export interface DatasetWarning {
  readonly code: string
  readonly message: string
  readonly column?: string
  /** Ways to settle it, by what to say of the column. */
  readonly choices?: readonly DoubtChoice[]
}

/** A CSV file as it was understood. Nothing in it depends on where the file lies. */
export interface Inspection {
  /** Name of the file, without its folder. */
  readonly name: string
  readonly bytes: number
  /** SHA-256 of the file's bytes, hex; absent when only a sample was read. */
  readonly sha256?: string
  /** Set when only the beginning was read: counts and profiles are then of these rows alone. */
  readonly sample?: { readonly bytes: number; readonly rows: number }
  readonly packing: 'none' | 'gzip'
  /** What the file is; absent: CSV. */
  readonly form?: 'parquet' | 'json' | 'workbook'
  /** Of a workbook: the names of its sheets, and the one that was read. */
  readonly sheets?: readonly string[]
  readonly sheet?: string
  readonly encoding: EncodingFinding
  readonly dialect: DialectFinding
  readonly rows: number
  readonly columns: readonly DatasetColumn[]
  /** What the columns have to do with a target, where one was named. */
  readonly associations?: TargetAssociations
  /** Rows that have an equal row before them. */
  readonly duplicateRows: number
  readonly ledger: Ledger
  readonly warnings: readonly DatasetWarning[]
  /** First rows, cell by cell as in the file (before trimming and typing), in the order of `columns`. */
  readonly preview: readonly (readonly string[])[]
  /** Rows left out, at most a thousand. */
  readonly rejected: readonly ErrorData[]
}
