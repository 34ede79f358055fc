import type { PreparedRun } from '../../experiments/prepareRun.ts'
import { readStoredTable } from '../../workspace/tableStore.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { loadRun } from './loadRun.ts'

/** A stored run as it was before it began, with its table. @throws HoldoutError `workspace/no-such-run`, `workspace/no-table`. */
export async function loadPreparedRun(workspace: Workspace, runId: string): Promise<PreparedRun> {
  const { row, context, job } = loadRun(workspace, runId)
  return { context, job, columns: [], clues: [], table: await readStoredTable(workspace, row.tableHash) }
}
