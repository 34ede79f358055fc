import { open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { backup } from 'node:sqlite'
import { makeFolder } from '../files/makeFolder.ts'
import { PRIVATE_FOLDER, setPrivate } from '../files/privateFiles.ts'
import { flushFolder, TEMPORARY_ENDING } from './atomicFile.ts'
import { Database } from './database.ts'
import { isSound } from './integrity.ts'
import { checkPages, sumsPath, writePageSums } from './pageSums.ts'
import { schemaVersionOf } from './schemaVersion.ts'
import { workspaceError } from './workspaceError.ts'
import type { WorkspacePaths } from './workspacePaths.ts'

/** Backups that are kept; the newest stay. */
const KEPT = 3
/** Pages copied at a stretch: between stretches the event loop goes on. */
const PAGES_A_STEP = 512
const NAME = /^holdout-(\d{8}T\d{9})-v(\d+)\.sqlite$/

/** A copy of the database as it was at some time. */
export interface Backup {
  readonly path: string
  /** ISO 8601. */
  readonly madeAt: string
  readonly schemaVersion: number
  readonly bytes: number
  /** Absent where it cannot be read either. */
  readonly runs?: number
}

/** Copies the database into the workspace's backups, whole or not at all, and forgets the oldest. Those from the future go first. */
export async function writeBackup(database: Database, paths: WorkspacePaths, now = new Date()): Promise<string> {
  const stamp = now.toISOString().replace(/[-:.Z]/g, '')
  const path = join(paths.backups, `holdout-${stamp}-v${String(schemaVersionOf(database))}.sqlite`)
  const temporary = path + TEMPORARY_ENDING
  try {
    await makeFolder(paths.backups, PRIVATE_FOLDER)
    await backup(database.connection, temporary, { rate: PAGES_A_STEP })
    await setPrivate(temporary)
    await flushFile(temporary)
    await rename(temporary, path)
    await flushFolder(paths.backups)
    await writePageSums(path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw workspaceError(error, paths.folder)
  }
  await forgetOldest(paths, now)
  return path
}

/** Backups of a workspace, newest first. */
export async function listBackups(paths: WorkspacePaths): Promise<readonly Backup[]> {
  const names = (await backupNames(paths)).reverse()
  return Promise.all(names.map((name) => describeBackup(paths, name)))
}

/** When the newest backup was made, in milliseconds since 1970; absent without one. Those that a wrong clock dated later than `now` do not count. */
export async function newestBackupMs(paths: WorkspacePaths, now = new Date()): Promise<number | undefined> {
  const times = (await backupNames(paths)).map((name) => Date.parse(timeOf(name)))
  return times.filter((ms) => ms <= now.getTime()).at(-1)
}

async function backupNames({ backups }: WorkspacePaths): Promise<string[]> {
  const names = await readdir(backups).catch(() => [])
  return names.filter((name) => NAME.test(name)).sort()
}

async function describeBackup({ backups }: WorkspacePaths, name: string): Promise<Backup> {
  const path = join(backups, name)
  const { size } = await stat(path)
  const check = await checkPages(path)
  const runs = check.kind === 'known' && check.damaged.length > 0 ? undefined : countRuns(path)
  const schemaVersion = Number(NAME.exec(name)?.[2])
  return { path, madeAt: timeOf(name), schemaVersion, bytes: size, ...(runs !== undefined && { runs }) }
}

/** Runs in a backup that is sound. */
function countRuns(path: string): number | undefined {
  let database: Database | undefined
  try {
    database = new Database(path, { isReadOnly: true })
    if (!isSound(database)) return undefined
    return database.get<{ runs: number }>('SELECT count(*) AS runs FROM runs')?.runs
  } catch {
    return undefined
  } finally {
    database?.close()
  }
}

async function forgetOldest(paths: WorkspacePaths, now: Date): Promise<void> {
  const names = await backupNames(paths)
  const isFuture = (name: string) => Date.parse(timeOf(name)) > now.getTime()
  const old = [...names.filter(isFuture), ...names.filter((name) => !isFuture(name))].slice(0, -KEPT)
  for (const path of old.map((name) => join(paths.backups, name)))
    await Promise.all([path, sumsPath(path)].map((one) => rm(one, { force: true })))
}

async function flushFile(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** `20260131T094501123` as ISO 8601. */
function timeOf(name: string): string {
  const [, year, month, day, hour, minute, second, rest] =
    /^holdout-(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(\d{3})/.exec(name) ?? []
  return `${year}-${month}-${day}T${hour}:${minute}:${second}.${rest}Z`
}
