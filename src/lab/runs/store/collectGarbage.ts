import { readdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { TEMPORARY_ENDING } from '../../workspace/atomicFile.ts'
import type { Workspace } from '../../workspace/workspace.ts'
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
  const { days = UNDO_DAYS, now = new Date() } = options
  const runs = removeRows(workspace, new Date(now.getTime() - days * DAY_MS))
  const paths = await unknownPaths(workspace)
  const sizes = await Promise.all(paths.map(sizeOf))
  for (const path of paths) await rm(path, { recursive: true, force: true })
  workspace.database.exec('PRAGMA incremental_vacuum')
  workspace.database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  return { runs, files: paths.length, bytes: sizes.reduce((sum, size) => sum + size, 0) }
}

function removeRows({ database }: Workspace, before: Date): readonly string[] {
  return database.transaction('garbage', () => {
    const old = database.all<{ id: string }>('SELECT id FROM runs WHERE deletedAt <= ?', [before.toISOString()])
    for (const { id } of old) database.run('DELETE FROM runs WHERE id = ?', [id])
    database.run('DELETE FROM experiments WHERE id NOT IN (SELECT experiment FROM runs)')
    return old.map(({ id }) => id)
  })
}

async function unknownPaths(workspace: Workspace): Promise<string[]> {
  const { paths, database } = workspace
  const runs = database.all<{ id: string; tableHash: string; status: string }>('SELECT id, tableHash, status FROM runs')
  const tables = new Set(runs.map(({ tableHash }) => `${tableHash}${TABLE_ENDING}`))
  const ids = new Set(runs.map(({ id }) => id))
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
