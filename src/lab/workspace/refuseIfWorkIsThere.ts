import { readdir } from 'node:fs/promises'
import { HoldoutError } from '../../core/errors.ts'
import type { WorkspacePaths } from './workspacePaths.ts'

/**
 * A workspace without a database, or with one of 0 bytes, is new only where nothing else is there either.
 * @throws HoldoutError `workspace/damaged` where it holds runs, tables or backups
 */
export async function refuseIfWorkIsThere({ folder, runs, tables, backups }: WorkspacePaths): Promise<void> {
  const counts = await Promise.all([runs, tables, backups].map(countEntries))
  if (counts.every((count) => count === 0)) return
  const [inRuns, inTables, inBackups] = counts.map(String)
  throw new HoldoutError(
    'workspace/damaged',
    `The database of the workspace is missing or empty, but the workspace is not new: it holds ${inRuns} folders of runs, ${inTables} tables and ${inBackups} backups. Nothing was changed.`,
    { path: folder, hint: 'See what can be recovered with "holdout runs recover".' },
  )
}

/** Names that begin with a dot are what was never finished. */
async function countEntries(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => [])
  return names.filter((name) => !name.startsWith('.') && !name.endsWith('.tmp')).length
}
