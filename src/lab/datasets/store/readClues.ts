import { tmpdir } from 'node:os'
import type { Table, TableColumn } from '../../../core/dataset/table.ts'
import { pickColumn } from '../../../core/dataset/pickRows.ts'
import { clueColumns } from '../../../core/diagnostics/preflight/clueColumns.ts'
import type { TableUse } from '../../../core/experiment/tableUse.ts'
import { ColumnReader } from '../profile/columnReader.ts'
import type { TableSource } from '../profile/columnReader.ts'
import { withDuckDb } from '../read/duckDatabase.ts'
import type { LoadOptions } from './loadTable.ts'

/** Columns of a dataset that a pre-flight looks at beside those of the table (`clueColumns`). */
export async function readClues(
  source: TableSource,
  use: Pick<TableUse, 'target' | 'columns'>,
  { features, source: rows }: Pick<Table, 'features' | 'source'>,
  options: LoadOptions = {},
): Promise<readonly TableColumn[]> {
  const wanted = clueColumns(source.inspection.columns, use, new Set(features.map(({ name }) => name)))
  if (wanted.length === 0) return []
  return withDuckDb({ tempFolder: tmpdir(), files: source.stored.files, ...options }, async (connection) => {
    const clues = await new ColumnReader(connection, source, undefined, options.known).columns(wanted)
    return rows ? clues.map((column) => pickColumn(column, rows)) : clues
  })
}
