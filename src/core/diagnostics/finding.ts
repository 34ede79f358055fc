import type { DatasetSettings } from '../dataset/datasetSettings.ts'
import type { DatasetColumn } from '../dataset/inspection.ts'
import type { Table, TableColumn, Task } from '../dataset/table.ts'
import type { ValidationSpec } from '../split/validationSpec.ts'

/** What a pre-flight may find. */
export type FindingKind =
  | 'constant'
  | 'empty'
  | 'idLike'
  | 'duplicateRows'
  | 'duplicatesAcrossFolds'
  | 'leakage'
  | 'tinyClass'
  | 'loneClass'
  | 'imbalance'
  | 'missingTarget'
  | 'nonFinite'
  | 'unreadable'
  | 'highCardinality'
  | 'mostlyNumbers'
  | 'bigIntegers'
  | 'unseenCategories'
  | 'mostlyMissing'
  | 'leftOut'
  | 'groupsTooFew'
  | 'groupsIgnored'
  | 'groupsIgnoredByChoice'
  | 'repeatedIds'
  | 'notInTimeOrder'
  | 'timeOrderUnknown'
  | 'timeIgnored'

/** One thing worth knowing. `error`: training would fail or mean nothing; `warning`: the score may mislead; `info`: good to know. */
export interface Finding {
  readonly kind: FindingKind
  readonly severity: 'error' | 'warning' | 'info'
  /** Nothing is trained until the person has decided: a score would say something that is not so. */
  readonly blocks?: true
  readonly column?: string
  /** What was found, one sentence. */
  readonly message: string
  /** The numbers it rests on. */
  readonly evidence: Readonly<Record<string, number | string>>
  /** How to fix it, one sentence. */
  readonly fix: string
  /** Rows concerned, from 0; at most a hundred. */
  readonly rows?: readonly number[]
}

/** What a pre-flight looks at. */
export interface PreflightInput {
  readonly table: Table
  readonly task: Task
  /** What the import noted, for columns of the table and others. */
  readonly columns?: readonly DatasetColumn[]
  /** What the experiment says of its columns. */
  readonly settings?: DatasetSettings['columns']
  /** How rows are held out, and the seed its folds are drawn with; without it nothing is said about folds. */
  readonly validation?: ValidationSpec
  readonly seed?: number
  /** Columns beyond those of the table that say how rows belong together (`clueColumns`). */
  readonly clues?: readonly TableColumn[]
}

/** Rows that a finding lists at most. */
export const ROWS_SHOWN = 100
