import type { DatasetColumn } from '../dataset/inspection.ts'
import type { Table, Task } from '../dataset/table.ts'

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
  | 'bigIntegers'
  | 'unseenCategories'
  | 'mostlyMissing'
  | 'leftOut'
  | 'groupsTooFew'

/** One thing worth knowing. `error`: training would fail or mean nothing; `warning`: the score may mislead; `info`: good to know. */
export interface Finding {
  readonly kind: FindingKind
  readonly severity: 'error' | 'warning' | 'info'
  readonly column?: string
  /** What was found, one sentence. */
  readonly message: string
  /** The numbers it rests on. */
  readonly evidence: Readonly<Record<string, number | string>>
  /** How to mend it, one sentence. */
  readonly mend: string
  /** Rows concerned, from 0; at most a hundred. */
  readonly rows?: readonly number[]
}

/** What a pre-flight looks at. */
export interface PreflightInput {
  readonly table: Table
  readonly task: Task
  /** What the import noted, for columns of the table and others. */
  readonly columns?: readonly DatasetColumn[]
  /** Folds of a k-fold protocol. */
  readonly folds?: number
  /** Held-out rows of each fold of one repeat, where they are known. */
  readonly heldOut?: readonly (readonly number[] | Int32Array)[]
  readonly isGrouped?: boolean
}

/** Rows that a finding lists at most. */
export const ROWS_SHOWN = 100
