import type { RunStatus } from '../../../contract/runs.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { openPlaceSql } from './openPlaceSql.ts'

/** Status as it is now: what is marked as running while nobody writes was interrupted, or goes on at its place. */
export function shownStatus(workspace: Workspace, run: string, status: RunStatus): RunStatus {
  if (status !== 'running' && status !== 'paused') return status
  if (!workspace.isReadOnly || workspace.lockHolder !== undefined) return status
  const sql = `SELECT id FROM runs WHERE id = ? AND ${openPlaceSql('runs')} IS NOT NULL`
  return workspace.database.get(sql, [run]) ? 'away' : 'interrupted'
}
