import { rm } from 'node:fs/promises'
import { makeTemporaryFolder } from '../../files/temporaryFolder.ts'
import type { Inspection } from '../../../core/dataset/inspection.ts'
import type { Table, TableColumn } from '../../../core/dataset/table.ts'
import type { DatasetSettings } from '../../../core/dataset/datasetSettings.ts'
import type { TableUse } from '../../../core/experiment/tableUse.ts'
import { analyseCsv } from './analyseCsv.ts'
import type { ImportProgress } from './analyseOptions.ts'
import { loadTable } from '../store/loadTable.ts'
import { readClues } from '../store/readClues.ts'

/** A table read straight from a CSV file, with what a run records about its dataset. */
export interface ReadTable {
  readonly table: Table
  /** Columns that the pre-flight looks at beside those of the table. */
  readonly clues: readonly TableColumn[]
  /** SHA-256 of the file's bytes, hex. */
  readonly sha256: string
  readonly inspection: Inspection
  readonly warnings: readonly string[]
}

export interface ReadTableOptions {
  /** What the experiment says beyond its dataset's settings. */
  readonly use?: Partial<TableUse>
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: ImportProgress) => void
}

/**
 * The table an experiment trains on, read straight from a CSV file; nothing is stored.
 * @throws HoldoutError of the families `file`, `csv`, `dataset` and `stopped`
 */
export async function readTable(
  file: string,
  settings: DatasetSettings,
  options: ReadTableOptions = {},
): Promise<ReadTable> {
  const { use, ...rest } = options
  const folder = await makeTemporaryFolder('read')
  try {
    const { inspection, stored } = await analyseCsv({ path: file, choices: settings, folder, ...rest })
    const source = { stored, inspection }
    const table = await loadTable(source, { ...settings, ...use }, rest)
    return {
      table,
      clues: await readClues(source, settings, table, rest),
      sha256: inspection.sha256 ?? '',
      inspection,
      warnings: inspection.warnings.map(({ message }) => message),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
