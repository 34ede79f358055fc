import { join } from 'node:path'
import { requireNewFile } from '../files/requireNewFile.ts'
import { removeResults, requireNewResults } from '../files/requireNewResults.ts'
import { openOutputFolder } from './report/outputFolder.ts'
import type { ExportChecker } from '../trainers/exportChecker.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { loadExportSource } from './exportSource.ts'
import type { ExportFormat, WrittenExport } from './exportFormat.ts'
import type { Parity } from './parity.ts'

/** What is to be exported. */
export interface ExportRequest {
  readonly runId: string
  /** Position of a candidate, from 0; absent: the whole run, or its best final model. */
  readonly candidate?: number
  readonly format: ExportFormat
  /** The folder to write into; made where it is missing. */
  readonly out: string
  /** Whether files that are there are replaced. */
  readonly isForced?: boolean
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
 * @throws HoldoutError `export/not-equal` where an exported model does not predict as ours does, `usage/file-exists` and
 *   `usage/out-has-results` where something would be written over; then nothing is written.
 */
export async function exportRun(
  workspace: Workspace,
  request: ExportRequest,
  checker: ExportChecker,
): Promise<ExportResult> {
  const { isForced = false } = request
  const { isResult = false } = request.format
  if (isResult) await requireNewResults(request.out, isForced)
  const folder = await openOutputFolder(request.out)
  try {
    const { files: all, parity } = await writtenExport(workspace, request, checker)
    if (isForced && isResult) await removeResults(folder.path)
    for (const name of all.keys()) await requireNewFile(join(folder.path, name), { isForced })
    await folder.write(all)
    return { folder: folder.path, files: [...all.keys()], ...(parity && { parity }) }
  } catch (error) {
    await folder.discard()
    throw error
  }
}

/** The files of a run in one format, with the proof beside them where there is one. */
export async function writtenExport(
  workspace: Workspace,
  { runId, candidate, format }: Pick<ExportRequest, 'runId' | 'candidate' | 'format'>,
  checker: ExportChecker,
): Promise<WrittenExport> {
  const source = await loadExportSource(workspace, runId, candidate)
  const { files, parity } = await format.write(source, checker)
  if (!parity) return { files }
  const proof = `${JSON.stringify({ format: format.id, run: runId, ...parity }, null, 2)}\n`
  return { files: new Map([...files, ['parity.json', proof] as const]), parity }
}
