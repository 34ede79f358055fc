import { copyFile, open, rename, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { HoldoutError } from '../../core/errors.ts'
import { makeFolder } from '../files/makeFolder.ts'
import { flushFolder, TEMPORARY_ENDING } from './atomicFile.ts'
import { listBackups } from './backups.ts'
import type { Backup } from './backups.ts'
import { Database } from './database.ts'
import { Pen } from './pen.ts'
import { salvageRuns } from './salvageRuns.ts'
import { workspaceError } from './workspaceError.ts'
import { workspacePaths } from './workspacePaths.ts'
import type { WorkspacePaths } from './workspacePaths.ts'
import { Workspace } from './workspace.ts'

/** What can be recovered of a damaged workspace. */
export interface RecoveryOffer {
  /** The newest sound backup; absent where there is none. */
  readonly backup: Backup | undefined
  readonly backups: readonly Backup[]
}

/** What was recovered. */
export interface Recovery {
  readonly backup: Backup
  /** Folder in which the damaged database lies now. */
  readonly damaged: string
  /** Runs newer than the backup that could be read from the damaged database. */
  readonly salvaged: readonly string[]
  /** Runs that could not. */
  readonly lost: readonly string[]
}

/** Looks at the backups of a workspace; touches nothing. */
export async function offerRecovery(folder: string): Promise<RecoveryOffer> {
  const backups = await listBackups(workspacePaths(folder))
  return { backup: backups.find(({ runs }) => runs !== undefined), backups }
}

/**
 * Puts the newest sound backup in the place of a damaged database, which is set aside and not removed, and adds the runs
 * that can still be read from it.
 * @throws HoldoutError `workspace/no-backup`, `workspace/busy`.
 */
export async function recoverWorkspace(folder: string, now = new Date()): Promise<Recovery> {
  const paths = workspacePaths(folder)
  const { backup } = await offerRecovery(folder)
  if (!backup) throw noBackup(paths)
  const damaged = join(paths.damaged, now.toISOString().replace(/[:.]/g, '-'))
  const pen = await Pen.take(paths, 'recovery')
  try {
    await exchange(paths, backup.path, damaged)
  } catch (error) {
    throw workspaceError(error, folder)
  } finally {
    pen.release()
  }
  const { salvaged, lost } = await addSalvaged(folder, join(damaged, basename(paths.database)))
  return { backup, damaged, salvaged, lost }
}

/** The copy is whole before the damaged files go, so that an interruption leaves one or the other. */
async function exchange({ database, folder }: WorkspacePaths, backup: string, damaged: string): Promise<void> {
  const copy = database + TEMPORARY_ENDING
  await copyFile(backup, copy)
  const file = await open(copy, 'r+')
  await file.sync().finally(() => file.close())
  await makeFolder(damaged)
  for (const ending of ['', '-wal', '-shm']) {
    if (await isThere(database + ending)) await rename(database + ending, join(damaged, basename(database) + ending))
  }
  await rename(copy, database)
  await flushFolder(folder)
}

async function addSalvaged(folder: string, damaged: string): Promise<Pick<Recovery, 'salvaged' | 'lost'>> {
  const workspace = await Workspace.open({ folder, access: 'write', program: 'recovery' })
  try {
    const source = new Database(damaged, { isReadOnly: true })
    try {
      return salvageRuns(source, workspace.database)
    } finally {
      source.close()
    }
  } catch {
    // So damaged that it cannot even be opened: the backup is what there is.
    return { salvaged: [], lost: [] }
  } finally {
    await workspace.shutdown()
  }
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

function noBackup({ folder }: WorkspacePaths): HoldoutError {
  return new HoldoutError('workspace/no-backup', 'The workspace has no backup that is sound.', {
    path: folder,
    hint: 'Move holdout.sqlite away to begin with an empty history; reports and models in runs/ stay.',
  })
}
