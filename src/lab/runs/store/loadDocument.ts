import { buildRunDocument } from '../../../core/run/buildRunDocument.ts'
import type { RunDocumentOptions } from '../../../core/run/buildRunDocument.ts'
import type { RunDocument } from '../../../core/run/runDocument.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { loadRun } from './loadRun.ts'
import { loadRunState } from './loadRunState.ts'

/** The result document of a stored run, as `run --json` printed it. @throws HoldoutError `workspace/no-such-run`. */
export async function loadDocument(
  workspace: Workspace,
  runId: string,
  options: RunDocumentOptions = {},
): Promise<RunDocument> {
  const stored = loadRun(workspace, runId)
  const state = await loadRunState(workspace, stored, { values: options.histories ?? false, predictions: false })
  return buildRunDocument(state, stored.context, options)
}
