import type { RunStatus } from '../../../contract/runs.ts'
import type { Workspace } from '../../workspace/workspace.ts'

/** Status as it is now: what is marked as running while nobody writes was interrupted. */
export function shownStatus(workspace: Workspace, status: RunStatus): RunStatus {
  if (status !== 'running' && status !== 'paused') return status
  return !workspace.isReadOnly || workspace.penHolder !== undefined ? status : 'interrupted'
}
