import { readdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { HoldoutError } from '../../../core/errors.ts'
import { listBackups } from '../../workspace/backups.ts'
import { Database } from '../../workspace/database.ts'
import { TEMPORARY_ENDING } from '../../workspace/atomicFile.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import type { WorkspacePaths } from '../../workspace/workspacePaths.ts'
import { runPaths } from '../../workspace/workspacePaths.ts'
import { UNDO_DAYS } from './deleteRuns.ts'

export interface GarbageOptions {
  /** Deleted runs younger than this stay; {@link UNDO_DAYS} unless given. */
  readonly days?: number
  readonly now?: Date
}

/** What was swept up. */
export interface Garbage {
  readonly runs: readonly string[]
  /** Files and folders that nothing refers to. */
  readonly files: number
  readonly bytes: number
}

const DAY_MS = 24 * 3600 * 1000
const TABLE_ENDING = '.table'

/**
 * Removes runs that were deleted long ago, and files that nothing refers to. Rows go before their files: what is left
 * behind by an interruption are files nobody knows, which the next sweep finds.
 */
export async function collectGarbage(workspace: Workspace, options: GarbageOptions = {}): Promise<Garbage> {
  const backedUp = await runsInBackups(workspace.paths)
  const runs = removeRows(workspace, endOf(options))
  const paths = await unknownPaths(workspace, backedUp, [])
  const sizes = await Promise.all(paths.map(sizeOf))
  for (const path of paths) await rm(path, { recursive: true, force: true })
  workspace.database.exec('PRAGMA incremental_vacuum')
  workspace.database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  return { runs, files: paths.length, bytes: sizes.reduce((sum, size) => sum + size, 0) }
}

/** What {@link collectGarbage} would remove now; nothing is changed. */
export async function findGarbage(workspace: Workspace, options: GarbageOptions = {}): Promise<Garbage> {
  const backedUp = await runsInBackups(workspace.paths)
  const runs = oldRuns(workspace, endOf(options))
  const sizes = await Promise.all((await unknownPaths(workspace, backedUp, runs)).map(sizeOf))
  return { runs, files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) }
}

/** Runs that were deleted until then go. */
function endOf({ days = UNDO_DAYS, now = new Date() }: GarbageOptions): Date {
  return new Date(now.getTime() - days * DAY_MS)
}

function oldRuns({ database }: Workspace, before: Date): readonly string[] {
  const sql = 'SELECT id FROM runs WHERE deletedAt <= ?'
  return database.all<{ id: string }>(sql, [before.toISOString()]).map(({ id }) => id)
}

function removeRows(workspace: Workspace, before: Date): readonly string[] {
  const { database } = workspace
  return database.transaction('garbage', () => {
    const old = oldRuns(workspace, before)
    for (const id of old) database.run('DELETE FROM runs WHERE id = ?', [id])
    database.run('DELETE FROM experiments WHERE id NOT IN (SELECT experiment FROM runs)')
    return old
  })
}

/** @param going runs that are taken for removed already */
async function unknownPaths(
  workspace: Workspace,
  backedUp: readonly KeptRun[],
  going: readonly string[],
): Promise<string[]> {
  const { paths, database } = workspace
  const all = database.all<{ id: string; tableHash: string; status: string }>('SELECT id, tableHash, status FROM runs')
  const runs = all.filter(({ id }) => !going.includes(id))
  const tables = new Set([...runs, ...backedUp].map(({ tableHash }) => `${tableHash}${TABLE_ENDING}`))
  const ids = new Set([...runs, ...backedUp].map(({ id }) => id))
  const finished = runs.filter(({ status }) => status === 'finished').map(({ id }) => runPaths(paths, id).checkpoints)
  const [inTables, inRuns, inBackups, checkpoints] = await Promise.all([
    entriesOf(paths.tables),
    entriesOf(paths.runs),
    entriesOf(paths.backups),
    Promise.all(finished.map(async (folder) => ((await entriesOf(folder)).length > 0 ? [folder] : []))),
  ])
  return [
    ...inTables.filter((path) => !tables.has(basename(path))),
    ...inRuns.filter((path) => !ids.has(basename(path))),
    ...inBackups.filter((path) => path.endsWith(TEMPORARY_ENDING)),
    ...checkpoints.flat(),
  ]
}

interface KeptRun {
  readonly id: string
  readonly tableHash: string
}

/**
 * Runs that a backup still refers to: their files stay, since a recovery brings the runs back.
 * @throws HoldoutError `workspace/damaged` where a backup cannot be read: what it refers to is not known
 */
async function runsInBackups(paths: WorkspacePaths): Promise<readonly KeptRun[]> {
  const backups = await listBackups(paths)
  return backups.flatMap(({ path, runs }) => {
    if (runs === undefined) throw unreadableBackup(path)
    const database = new Database(path, { isReadOnly: true })
    try {
      return database.all<KeptRun>('SELECT id, tableHash FROM runs')
    } finally {
      database.close()
    }
  })
}

function unreadableBackup(path: string): HoldoutError {
  return new HoldoutError(
    'workspace/damaged',
    `The backup ${basename(path)} is damaged, so it is not known which files it refers to. Nothing was removed.`,
    { path, hint: 'Move this backup to another folder, then try again.' },
  )
}

async function entriesOf(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.map((name) => join(folder, name))
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined)
  if (!found) return 0
  if (!found.isDirectory()) return found.size
  const sizes = await Promise.all((await entriesOf(path)).map(sizeOf))
  return sizes.reduce((sum, size) => sum + size, 0)
}
