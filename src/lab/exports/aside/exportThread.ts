/** The thread that exports one run: reading its tables, writing and packing may take longer than the lab may wait. */
import { once } from 'node:events'
import { basename } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { strToU8, zipSync } from 'fflate'
import { HoldoutError, toErrorData } from '../../../core/errors.ts'
import { joinArrays } from '../../../core/joinArrays.ts'
import type { ExportChecker } from '../../trainers/exportChecker.ts'
import { Workspace } from '../../workspace/workspace.ts'
import type { ExportFiles } from '../exportFile.ts'
import { writtenExport } from '../exportRun.ts'
import { exportFormat } from '../formats.ts'
import type { ExportFormat } from '../exportFormat.ts'
import type { FileContents } from '../report/outputFolder.ts'
import type { ExportJob, FromExportThread, PackedExport, ToExportThread } from './exportAside.ts'
import { yieldToPage } from '../../eventLoop/yieldToPage.ts'

yieldToPage()

/** Asks the lab to run the model, which starts processes. */
const checker: ExportChecker = {
  check: async (check) => {
    if (!parentPort) throw new Error('an export is written on a thread')
    say({ kind: 'check', check })
    const [answer] = (await once(parentPort, 'message')) as [ToExportThread]
    if (answer.kind === 'notChecked') throw HoldoutError.fromData(answer.error)
    return answer.outputs
  },
}

function say(what: FromExportThread): void {
  parentPort?.postMessage(what)
}

say(await answerOf(workerData as ExportJob))

async function answerOf({ folder, ...job }: ExportJob): Promise<FromExportThread> {
  try {
    const workspace = await Workspace.open({ folder, access: 'read' })
    try {
      const format = exportFormat(job.format)
      const { files, parity } = await writtenExport(workspace, { ...job, format }, checker)
      return { kind: 'done', packed: { ...packed(files, format), ...(parity && { parity }) } }
    } finally {
      await workspace.shutdown()
    }
  } catch (error) {
    return { kind: 'failed', error: toErrorData(error) }
  }
}

function packed(files: ExportFiles, { id, mediaType }: ExportFormat): PackedExport {
  const names = [...files.keys()]
  const [only] = names
  if (names.length === 1)
    return { name: basename(only), type: mediaType, content: bytesOf(files.get(only) ?? ''), files: names }
  const all = Object.fromEntries([...files].map(([name, content]) => [name, bytesOf(content)]))
  // Of one date, so that the same export has the same bytes.
  const content = zipSync(all, { mtime: new Date(2024, 0, 1) })
  return { name: `${id}.zip`, type: 'application/zip', content, files: names }
}

function bytesOf(content: FileContents): Uint8Array<ArrayBuffer> {
  if (content instanceof Uint8Array) return content as Uint8Array<ArrayBuffer>
  const parts = typeof content === 'string' ? [content] : content
  return joinArrays(
    Uint8Array,
    Array.from(parts, (part) => strToU8(part)),
  )
}
