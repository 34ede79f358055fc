import { createHash } from 'node:crypto'
import { open, readFile, stat } from 'node:fs/promises'
import { decodeTable, tableFileParts } from '../../core/dataset/tableFile.ts'
import type { Table } from '../../core/dataset/table.ts'
import { inTurns } from '../eventLoop/inTurns.ts'
import { writeFileWhole } from './atomicFile.ts'
import { noTable } from './storedTableFile.ts'
import { workspaceError } from './workspaceError.ts'
import type { Workspace } from './workspace.ts'
import { tablePath } from './workspacePaths.ts'

const BYTES_A_STEP = 2 << 20

/**
 * Keeps a table as a run is trained on it, under the SHA-256 of its bytes (hex), which is returned. Runs on the same
 * columns of the same data share one file; it is what makes a run replayable when its CSV has gone.
 */
export async function storeTable({ paths, hook }: Workspace, table: Table): Promise<string> {
  const parts = tableFileParts(table)
  const hash = await sha256(parts)
  const path = tablePath(paths, hash)
  try {
    if (!(await isSame(path, parts))) await writeFileWhole(path, parts, hook)
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
  if ((await sha256(stepsOf(bytes))) !== hash) throw noTable(hash, 'has been changed')
  return decodeTable(bytes)
}

/** In hex. In turns, and not by `crypto.subtle`, which copies all of it at once before it begins. */
function sha256(parts: Iterable<Uint8Array>): Promise<string> {
  return inTurns(sha256InSteps(parts))
}

function* sha256InSteps(parts: Iterable<Uint8Array>): Generator<undefined, string> {
  const hash = createHash('sha256')
  for (const part of parts) {
    hash.update(part)
    yield
  }
  return hash.digest('hex')
}

function* stepsOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += BYTES_A_STEP) yield bytes.subarray(from, from + BYTES_A_STEP)
}

/** Whether the file holds exactly these bytes; one that is damaged is written anew. */
async function isSame(path: string, parts: Iterable<Uint8Array>): Promise<boolean> {
  const size = await stat(path).then(
    (found) => found.size,
    () => -1,
  )
  if (size < 0) return false
  const file = await open(path, 'r')
  let at = 0
  try {
    for (const part of parts) {
      const found = Buffer.allocUnsafe(part.length)
      const { bytesRead } = await file.read(found, 0, part.length, at)
      if (bytesRead < part.length || !found.equals(part)) return false
      at += part.length
    }
    return at === size
  } finally {
    await file.close()
  }
}
