import { readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { HoldoutError } from '../../core/errors.ts'
import { flushFolder, writeFileWhole } from './atomicFile.ts'
import { forgetPageSums } from './pageSums.ts'
import type { WorkspacePaths } from './workspacePaths.ts'
import { letWrite } from './writeHook.ts'

const journalSchema = z.strictObject({ recovered: z.string() })

function journalPath({ folder }: WorkspacePaths): string {
  return join(folder, 'recovery.json')
}

/** @throws HoldoutError `workspace/damaged` where the journal is not what was written */
function recoveredIn(text: string, paths: WorkspacePaths): string {
  try {
    return journalSchema.parse(JSON.parse(text)).recovered
  } catch (cause) {
    const path = journalPath(paths)
    const hint = 'Remove recovery.json from the workspace, then start the recovery again: holdout runs recover.'
    throw new HoldoutError('workspace/damaged', 'The journal of a recovery is damaged.', { path, hint, cause })
  }
}

/** Whether a recovery was decided and not finished. */
export function isRecoveryOpen(paths: WorkspacePaths): Promise<boolean> {
  return stat(journalPath(paths)).then(
    () => true,
    () => false,
  )
}

/**
 * Decides a recovery: from here on `recovered`, a whole and flushed database in the workspace's folder, is the one that counts. Call
 * {@link finishRecovery} then; whoever opens the workspace after an interruption does.
 */
export async function decideRecovery(paths: WorkspacePaths, recovered: string): Promise<void> {
  await writeFileWhole(journalPath(paths), JSON.stringify({ recovered }), letWrite)
}

/** Puts a recovered database in its place, whatever of that was done before. For the holder of the write lock. */
export async function finishRecovery(paths: WorkspacePaths): Promise<void> {
  const text = await readFile(journalPath(paths), 'utf8').catch(() => undefined)
  if (text === undefined) return
  const recovered = recoveredIn(text, paths)
  const isThere = await stat(recovered).then(
    () => true,
    () => false,
  )
  if (isThere) {
    await forgetPageSums(paths.database)
    // What the log of the old database holds is none of the new one's.
    for (const ending of ['-wal', '-shm']) await rm(paths.database + ending, { force: true })
    await rename(recovered, paths.database)
    await flushFolder(paths.folder)
  }
  await rm(journalPath(paths), { force: true })
}
