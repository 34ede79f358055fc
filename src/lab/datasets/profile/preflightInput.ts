import type { DatasetColumn } from '../../../core/dataset/inspection.ts'
import type { Table, TableColumn } from '../../../core/dataset/table.ts'
import type { PreflightInput } from '../../../core/diagnostics/finding.ts'
import type { ExperimentFile } from '../../../core/experiment/file/experimentFile.ts'
import { completeValidation, DEFAULT_SEED } from '../../../core/experiment/resolve/defaults.ts'
import { encodeTarget } from '../../../core/preprocessing/encodeTarget.ts'

/** What a pre-flight knows beside the table and the experiment. */
export interface AboutTable {
  /** What the import noted, for columns of the table and others. */
  readonly columns: readonly DatasetColumn[]
  /** Columns beside those of the table (`clueColumns`). */
  readonly clues: readonly TableColumn[]
}

/** The pre-flight that an experiment asks for. @throws HoldoutError as {@link encodeTarget} */
export function preflightInput(table: Table, { columns, clues }: AboutTable, file: ExperimentFile): PreflightInput {
  const { task } = encodeTarget(table, file.task)
  return {
    table,
    task,
    columns,
    clues,
    ...(file.dataset.columns && { settings: file.dataset.columns }),
    validation: completeValidation(file, task),
    seed: file.seed ?? DEFAULT_SEED,
  }
}
