import type { StoredTableFile } from '../../workspace/storedTableFile.ts'
import { tablePath } from '../../workspace/workspacePaths.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { loadRun } from './loadRun.ts'

/** The table that a stored run is trained on. @throws HoldoutError `workspace/no-such-run` */
export function storedTableOf(workspace: Workspace, runId: string): StoredTableFile {
  const { tableHash } = loadRun(workspace, runId).row
  return { tableFile: tablePath(workspace.paths, tableHash), tableHash }
}
