import { openOutputFolder } from './report/outputFolder.ts'
import type { ExportChecker } from '../trainers/exportChecker.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { loadExportSource } from './exportSource.ts'
import type { ExportFormat } from './formats.ts'
import type { Parity } from './parity.ts'

/** What is to be exported. */
export interface ExportWish {
  readonly runId: string
  /** Position of a candidate, from 0; absent: the whole run, or its best final model. */
  readonly candidate?: number
  readonly format: ExportFormat
  /** The folder to write into; made where it is missing. */
  readonly out: string
}

/** What was written. */
export interface ExportResult {
  /** Absolute. */
  readonly folder: string
  /** Paths in the folder. */
  readonly files: readonly string[]
  readonly parity?: Parity
}

/**
 * Writes a run in one format: all of its files or none.
 * @throws HoldoutError `export/not-equal` where an exported model does not predict as ours does; then nothing is written.
 */
export async function exportRun(workspace: Workspace, wish: ExportWish, checker: ExportChecker): Promise<ExportResult> {
  const source = await loadExportSource(workspace, wish.runId, wish.candidate)
  const folder = await openOutputFolder(wish.out)
  try {
    const { files, parity } = await wish.format.write(source, checker)
    const proof = { format: wish.format.id, run: wish.runId, ...parity }
    const all = parity ? new Map([...files, ['parity.json', `${JSON.stringify(proof, null, 2)}\n`] as const]) : files
    await folder.write(all)
    return { folder: folder.path, files: [...all.keys()], ...(parity && { parity }) }
  } catch (error) {
    await folder.discard()
    throw error
  }
}
