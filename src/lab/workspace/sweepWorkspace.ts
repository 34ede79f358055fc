import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sweepInbox } from '../files/inbox.ts'
import { TEMPORARY_ENDING } from './atomicFile.ts'
import { isRecoveryOpen } from './recoveryJournal.ts'
import type { WorkspacePaths } from './workspacePaths.ts'

/**
 * Removes what programs that were killed have left half-written: imports, temporary files, recoveries that were not decided, uploads.
 * For the holder of the write lock: nobody else writes then. That something cannot be removed is no reason to fail.
 */
export async function sweepWorkspace(paths: WorkspacePaths): Promise<void> {
  const { folder, datasets, tables, backups } = paths
  await Promise.all([
    sweepFolder(datasets, (name) => name.startsWith('.incoming-')),
    sweepFolder(tables, isTemporary),
    sweepFolder(backups, isTemporary),
    sweepInbox(join(folder, 'inbox')),
  ])
  const isOpen = await isRecoveryOpen(paths)
  await sweepFolder(folder, (name) => (!isOpen && name.startsWith('.recovery-')) || isOwnTemporary(name))
}

function isTemporary(name: string): boolean {
  return name.endsWith(TEMPORARY_ENDING)
}

/** Of the files that Holdout itself keeps at the top: a person may keep others there. The note of the write lock is this program's. */
function isOwnTemporary(name: string): boolean {
  return /^(\.(recovery\.json|holdout\.sqlite\.sums)\.[0-9a-f]{8}|(draft|settings|recent)\.json\.[0-9a-f]{8})\.tmp$/.test(
    name,
  )
}

async function sweepFolder(folder: string, isLeftOver: (name: string) => boolean): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter(isLeftOver))
    await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined)
}
