import type { DatePart } from './dateParts.ts'
import type { RowCondition } from './rowFilter.ts'

/** What a column can be in an experiment. */
export const ROLES = ['feature', 'target', 'ignore', 'group', 'weight', 'id', 'split'] as const

/** What a column is in an experiment. */
export type Role = (typeof ROLES)[number]
export type ColumnType = 'number' | 'category' | 'text' | 'date' | 'boolean'

/** How the dataset is to be read; everything absent is sniffed. */
export interface DatasetSettings {
  /** As written in the file, relative to it. */
  readonly file?: string
  readonly target: string
  readonly header?: boolean
  readonly delimiter?: string
  readonly quote?: string
  readonly encoding?: string
  readonly decimal?: '.' | ','
  readonly thousands?: string
  /** Of a workbook: the sheet, the first unless given. */
  readonly sheet?: string
  /** Of a sheet: the cells that hold the table with its header, such as `B3:F200`. */
  readonly range?: string
  /** Other names for columns, by the name in the file; everything else here uses the new names. */
  readonly names?: Readonly<Record<string, string>>
  /** Cells that mean "missing", beside the empty cell. */
  readonly missing?: readonly string[]
  /** What becomes of rows that cannot be read. */
  readonly rejected?: 'stop' | 'leaveOut'
  /** Rows take part only where they meet all of these; the others are left out before anything is learned. */
  readonly rows?: readonly RowCondition[]
  /** By name, or by a pattern in which `*` stands for any characters. */
  readonly columns?: Readonly<Record<string, ColumnSettings>>
}

/** What is said of one column; everything absent is guessed. */
export interface ColumnSettings {
  readonly role?: Role
  readonly type?: ColumnType
  readonly missing?: readonly string[]
  /** How its numbers are written; beats what is said for the file. */
  readonly decimal?: '.' | ','
  /** Empty: none. */
  readonly thousands?: string
  /** How its dates are written, such as `dd/MM/yyyy`. */
  readonly format?: string
  /** What of a date column is prepared: the days as a number, its month, its weekday. */
  readonly parts?: readonly DatePart[]
  /** Labels of an ordinal category from low to high; the column is then prepared as one number. */
  readonly order?: readonly string[]
  /** Whether labels that look alike are one: capitals, blanks and invisible characters aside. */
  readonly lookAlikes?: 'join' | 'apart'
  /** Other names for labels, by the label in the file. */
  readonly labels?: Readonly<Record<string, string>>
}
