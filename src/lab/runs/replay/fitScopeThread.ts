/** The thread that proves the fit scope of one run: fitting every split anew may take longer than the lab may wait. */
import { parentPort, workerData } from 'node:worker_threads'
import { toErrorData } from '../../../core/errors.ts'
import { Workspace } from '../../workspace/workspace.ts'
import type { FitScopeAnswer, FitScopeJob } from './fitScopeAside.ts'
import { fitScopeTable } from './fitScopeTable.ts'
import { verifyFitScope } from './verifyFitScope.ts'
import { yieldToPage } from '../../eventLoop/yieldToPage.ts'

yieldToPage()

parentPort?.postMessage(await answerOf(workerData as FitScopeJob))

async function answerOf({ folder, runId }: FitScopeJob): Promise<FitScopeAnswer> {
  try {
    const workspace = await Workspace.open({ folder, access: 'read' })
    try {
      return { table: fitScopeTable(await verifyFitScope(workspace, runId)) }
    } finally {
      await workspace.shutdown()
    }
  } catch (error) {
    return { error: toErrorData(error) }
  }
}
