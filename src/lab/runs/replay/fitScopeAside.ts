import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { HoldoutError } from '../../../core/errors.ts'
import type { ErrorData } from '../../../core/errors.ts'
import type { FitScopeTable } from '../../../core/run/fitScopeTable.ts'
import { endOfThread } from '../../eventLoop/endOfThread.ts'
import { programFile } from '../../programFile.ts'

/** Which run of which workspace. */
export interface FitScopeJob {
  readonly folder: string
  readonly runId: string
}

export type FitScopeAnswer = { readonly table: FitScopeTable } | { readonly error: ErrorData }

/** Proves the fit scope of a run on a thread of its own. @throws HoldoutError `workspace/no-such-run`, `workspace/no-table` */
export async function fitScopeAside(job: FitScopeJob): Promise<FitScopeTable> {
  const thread = new Worker(programFile(import.meta.url, './fitScopeThread'), { workerData: job })
  try {
    const [answer] = (await Promise.race([once(thread, 'message'), endOfThread(thread, 'fit scopes')])) as [
      FitScopeAnswer,
    ]
    if ('error' in answer) throw HoldoutError.fromData(answer.error)
    return answer.table
  } finally {
    await thread.terminate()
  }
}
