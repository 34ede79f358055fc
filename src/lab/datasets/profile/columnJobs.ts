import type { Finding, PreflightInput } from '../../../core/diagnostics/preflight/preflight.ts'
import type { NumberProfile } from '../../../core/dataset/profile.ts'
import type { ErrorData } from '../../../core/errors.ts'
import type { ValidationSpec } from '../../../core/split/validationSpec.ts'
import type { TrainFold } from '../../../core/split/smallestTrainFold.ts'
import type { SplitRows } from '../../../core/split/split.ts'
import type { TableColumn } from '../../../core/dataset/table.ts'
import type { ExperimentFile } from '../../../core/experiment/file/experimentFile.ts'
import type { StoredTableFile } from '../../workspace/storedTableFile.ts'
import type { AboutTable } from './preflightInput.ts'

/** What the thread for long columns receives; columns of a pre-flight come one by one before it, the target last. */
export type ColumnJob =
  | { readonly kind: 'profile'; readonly values: Float64Array<ArrayBuffer> }
  | { readonly kind: 'column'; readonly column: TableColumn }
  | { readonly kind: 'preflight'; readonly input: PreflightWithoutColumns }
  | { readonly kind: 'storedPreflight'; readonly asked: StoredPreflight }
  | {
      readonly kind: 'smallestTrainFold'
      readonly validation: ValidationSpec
      readonly rows: SplitRows
      readonly seed: number
    }

/** A pre-flight whose features and target were sent before. */
export type PreflightWithoutColumns = Omit<PreflightInput, 'table'> & {
  readonly table: Omit<PreflightInput['table'], 'features' | 'target'>
}

/** A pre-flight of a table that a run has stored. */
export interface StoredPreflight {
  readonly stored: StoredTableFile
  readonly about: AboutTable
  readonly file: ExperimentFile
}

/** What it answers, one answer for each job in order; nothing for a column. */
export type ColumnAnswer =
  | { readonly profile: NumberProfile }
  | { readonly findings: readonly Finding[] }
  | { readonly trainFold: TrainFold }
  | { readonly error: ErrorData }
