import { createHash } from 'node:crypto'
import { open, readFile, stat } from 'node:fs/promises'
import { decodeTable, encodeTableInSteps } from '../../core/dataset/tableFile.ts'
import type { Table } from '../../core/dataset/table.ts'
import { HoldoutError } from '../../core/errors.ts'
import { inTurns } from '../eventLoop/inTurns.ts'
import { writeFileWhole } from './atomicFile.ts'
import { workspaceError } from './workspaceError.ts'
import type { Workspace } from './workspace.ts'
import { tablePath } from './workspacePaths.ts'

const BYTES_A_STEP = 2 << 20

/**
 * Keeps a table as a run is trained on it, under the SHA-256 of its bytes (hex), which is returned. Runs on the same
 * columns of the same data share one file; it is what makes a run replayable when its CSV has gone.
 */
export async function storeTable({ paths, hook }: Workspace, table: Table): Promise<string> {
  const bytes = await inTurns(encodeTableInSteps(table))
  const hash = await sha256(bytes)
  const path = tablePath(paths, hash)
  try {
    if (!(await isSame(path, bytes))) await writeFileWhole(path, bytes, hook)
  } catch (error) {
    throw workspaceError(error, paths.folder)
  }
  return hash
}

/** A stored table. @throws HoldoutError `workspace/no-table` where it is missing or no longer what it was. */
export async function readStoredTable({ paths }: Workspace, hash: string): Promise<Table> {
  const bytes = await readFile(tablePath(paths, hash)).catch((cause: unknown) => {
    throw noTable(hash, 'is missing', cause)
  })
  if ((await sha256(bytes)) !== hash) throw noTable(hash, 'has been changed')
  return decodeTable(bytes)
}

/** In hex. In turns, and not by `crypto.subtle`, which copies all of it at once before it begins. */
function sha256(bytes: Uint8Array): Promise<string> {
  return inTurns(sha256InSteps(bytes))
}

function* sha256InSteps(bytes: Uint8Array): Generator<undefined, string> {
  const hash = createHash('sha256')
  for (let from = 0; from < bytes.length; from += BYTES_A_STEP) {
    hash.update(bytes.subarray(from, from + BYTES_A_STEP))
    yield
  }
  return hash.digest('hex')
}

/** Whether the file holds exactly these bytes; one that is damaged is written anew. */
async function isSame(path: string, bytes: Uint8Array): Promise<boolean> {
  const size = await stat(path).then(
    (found) => found.size,
    () => -1,
  )
  if (size !== bytes.byteLength) return false
  const file = await open(path, 'r')
  const chunk = Buffer.allocUnsafe(BYTES_A_STEP)
  try {
    for (let at = 0; at < size; at += chunk.length) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length, at)
      if (!chunk.subarray(0, bytesRead).equals(bytes.subarray(at, at + chunk.length))) return false
    }
    return true
  } finally {
    await file.close()
  }
}

/** That the table of a run is not there, or no longer what it was. */
export function noTable(hash: string, what: string, cause?: unknown): HoldoutError {
  return new HoldoutError(
    'workspace/no-table',
    `The table that the run was trained on ${what} (${hash.slice(0, 12)}).`,
    {
      hint: 'Run the experiment again with its CSV; it is then kept anew.',
      cause,
    },
  )
}
