import { randomUUID } from 'node:crypto'
import { copyFile, mkdtemp, open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { HoldoutError } from '../../core/errors.ts'
import { makeFolder } from '../files/makeFolder.ts'
import { PRIVATE_FOLDER } from '../files/privateFiles.ts'
import { flushFolder, TEMPORARY_ENDING } from './atomicFile.ts'
import { listBackups } from './backups.ts'
import type { Backup } from './backups.ts'
import { Database } from './database.ts'
import { isSound } from './integrity.ts'
import { migrate } from './migrate.ts'
import { SCHEMA_VERSION } from './migrations.ts'
import { checkPages } from './pageSums.ts'
import { WriteLock } from './writeLock.ts'
import { poisonedCopy } from './poisonedCopy.ts'
import { decideRecovery, finishRecovery } from './recoveryJournal.ts'
import { salvageRuns } from './salvageRuns.ts'
import type { Salvage } from './salvageRuns.ts'
import { schemaVersionOf } from './schemaVersion.ts'
import { workspaceError } from './workspaceError.ts'
import { workspacePaths } from './workspacePaths.ts'
import type { WorkspacePaths } from './workspacePaths.ts'

/** How the database was found. */
export type DatabaseState =
  | { readonly kind: 'sound' }
  | { readonly kind: 'missing' }
  /** `pages`: how many are not what was written, where that is known. */
  | { readonly kind: 'damaged'; readonly pages?: number }

/** What can be recovered of a damaged workspace. */
export interface RecoveryOffer {
  readonly database: DatabaseState
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
  /** Runs of the backup that are now as the damaged database had them, which is newer. */
  readonly updated: readonly string[]
  /** Runs that are as the backup has them, because they could not be read from the damaged database. */
  readonly older: readonly string[]
  /** Runs that could not be read and are in no backup. */
  readonly lost: readonly string[]
}

/** Looks at a workspace and its backups; touches nothing. */
export async function offerRecovery(folder: string): Promise<RecoveryOffer> {
  const paths = workspacePaths(folder)
  const backups = await listBackups(paths)
  return { database: await stateOf(paths), backup: backups.find(({ runs }) => runs !== undefined), backups }
}

/**
 * Makes a new database of the newest sound backup and of every run that can still be read from the damaged one, on a copy, and
 * then puts it in the place of the damaged one, which is set aside. An interruption leaves the one or the other.
 * @throws HoldoutError `workspace/no-backup`, `workspace/newer`, `workspace/busy`.
 */
export async function recoverWorkspace(folder: string, now = new Date()): Promise<Recovery> {
  const paths = workspacePaths(folder)
  const { backup } = await offerRecovery(folder)
  if (!backup) throw noBackup(paths)
  const lock = await WriteLock.take(paths, 'recovery')
  const work = await mkdtemp(join(folder, '.recovery-'))
  try {
    await finishRecovery(paths)
    const recovered = join(work, basename(paths.database))
    const salvage = await merge(paths, backup, recovered, join(work, 'damaged.sqlite'))
    const damaged = await setAside(paths, join(paths.damaged, now.toISOString().replace(/[:.]/g, '-')))
    const ready = `${paths.database}.${randomUUID().slice(0, 8)}${TEMPORARY_ENDING}`
    await rename(recovered, ready)
    await decideRecovery(paths, ready)
    await finishRecovery(paths)
    return { backup, damaged, ...salvage }
  } catch (error) {
    throw workspaceError(error, folder)
  } finally {
    await rm(work, { recursive: true, force: true })
    lock.release()
  }
}

/** The backup, brought up to date with what can still be read; flushed, without a log. */
async function merge(paths: WorkspacePaths, backup: Backup, target: string, source: string): Promise<Salvage> {
  await copyFile(backup.path, target)
  const database = new Database(target, { folder: paths.folder })
  try {
    await migrate(database, { ...paths, database: target, backups: join(dirname(target), 'backups') })
    await poisonedCopy(paths.database, source)
    const salvage = salvageFrom(source, database, paths)
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    return salvage
  } finally {
    database.close()
    const file = await open(target, 'r+')
    try {
      await file.sync()
    } finally {
      await file.close()
    }
  }
}

function salvageFrom(source: string, target: Database, { folder }: WorkspacePaths): Salvage {
  const ids = target.all<{ id: string }>('SELECT id FROM runs').map(({ id }) => id)
  let damaged: Database | undefined
  try {
    // Not read-only: its log must be read in.
    damaged = new Database(source, { folder })
    if (schemaVersionOf(damaged) > SCHEMA_VERSION) throw newer(folder)
    return salvageRuns(damaged, target)
  } catch (error) {
    if (error instanceof HoldoutError && error.code === 'workspace/newer') throw error
    // So damaged that it cannot even be opened: the backup is what there is.
    return { salvaged: [], updated: [], older: ids, lost: [] }
  } finally {
    damaged?.close()
  }
}

/** Copies, and does not move: what is there stays in its place until another takes it. */
async function setAside({ database, folder }: WorkspacePaths, damaged: string): Promise<string> {
  await makeFolder(damaged, PRIVATE_FOLDER)
  for (const ending of ['', '-wal', '-shm', '.sums']) {
    const path = database + ending
    if (await isThere(path)) await copyFile(path, join(damaged, basename(path)))
  }
  await flushFolder(damaged)
  await flushFolder(folder)
  return damaged
}

async function stateOf({ database: path, folder }: WorkspacePaths): Promise<DatabaseState> {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  )
  if (size === 0) return { kind: 'missing' }
  const check = await checkPages(path)
  if (check.kind === 'known' && check.damaged.length > 0) return { kind: 'damaged', pages: check.damaged.length }
  let database: Database | undefined
  try {
    database = new Database(path, { isReadOnly: true, folder })
    return isSound(database) ? { kind: 'sound' } : { kind: 'damaged' }
  } catch {
    return { kind: 'damaged' }
  } finally {
    database?.close()
  }
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

function newer(folder: string): HoldoutError {
  return new HoldoutError('workspace/newer', 'The database was written by a newer Holdout. Nothing was changed.', {
    path: folder,
    hint: 'Recover the workspace with the newer Holdout.',
  })
}

function noBackup({ folder }: WorkspacePaths): HoldoutError {
  return new HoldoutError('workspace/no-backup', 'The workspace has no backup that is sound.', {
    path: folder,
    hint: 'Move holdout.sqlite, runs/ and tables/ to another folder to begin with an empty history; what they hold stays there.',
  })
}
