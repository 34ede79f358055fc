import type { AssignedColumn } from '../../../core/dataset/assignRoles.ts'
import type { TableColumn } from '../../../core/dataset/table.ts'
import type { FittedColumn } from '../../../core/preprocessing/fittedPreprocessing.ts'
import type { FeatureTable } from '../../../core/preprocessing/transformRows.ts'
import type { NewRow } from './newRows.ts'

/** Some rows of a file, one after the other. */
export interface FeatureBlock {
  /** The rows that fit. */
  readonly table: FeatureTable
  readonly target?: TableColumn
  /** All rows in the order of the file, those that do not fit too. */
  readonly rows: readonly NewRow[]
  /** How much of the file was read, from 0 to 1. */
  readonly share: number
  /** For each column copied through, one text for each row that fits. */
  readonly copied: readonly (readonly string[])[]
}

/** A column of the model with where its cells come from: `null` where every one of them counts as missing. */
export interface WantedColumn {
  readonly fitted: FittedColumn
  readonly from: AssignedColumn | null
}
