import { randomUUID } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'
import type { Table } from '../../../core/dataset/table.ts'
import { tableFileParts } from '../../../core/dataset/tableFile.ts'

/** Writes a table for the trainer: to a temporary name beside `path`, then renamed, so that nobody sees half of it. */
export async function writeTableFile(path: string, table: Table): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`
  try {
    await writeFile(temporary, tableFileParts(table))
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}
