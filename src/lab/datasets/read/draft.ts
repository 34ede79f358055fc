import type { CellCounts } from '../../../core/dataset/cellCounts.ts'
import type { NumberFile } from '../store/numberFile.ts'
import type { FieldPlan } from '../types/columnPlan.ts'

/** A file's columns in a first form: fields of plain numbers as numbers, all others as the text they are in the file. */
export interface Draft {
  /** One, for a table of few columns; it then has the numbers too. */
  readonly parts: readonly DraftPart[]
  /** Fields that are stored as numbers, every cell of them a finite number in the plain style or missing; by field. */
  readonly numbers: ReadonlyMap<number, CellCounts>
  /** Where they are, for a table of many columns. */
  readonly file?: NumberFile
}

/** Parquet, columns `c0`… by field, rows in the order of the file. */
export interface DraftPart {
  readonly path: string
  readonly fields: readonly FieldPlan[]
}
