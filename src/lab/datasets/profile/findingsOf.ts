import type { Finding, PreflightInput } from '../../../core/diagnostics/finding.ts'
import { ColumnWorker } from './columnWorker.ts'
import type { StoredPreflight } from './columnJobs.ts'

/**
 * What should be known before training on a table. Millions of rows take seconds to sort and compare: off the event loop.
 * @throws Error when it was aborted
 */
export function findingsOf(input: PreflightInput, signal?: AbortSignal): Promise<readonly Finding[]> {
  return onWorker((worker) => worker.preflight(input), signal)
}

/**
 * As {@link findingsOf}, of a table that a run has stored and that need not be in memory: a few of its columns are at a time.
 * @throws HoldoutError `workspace/no-table` where it is missing or no longer what it was, Error when it was aborted
 */
export function findingsOfStored(asked: StoredPreflight, signal?: AbortSignal): Promise<readonly Finding[]> {
  return onWorker((worker) => worker.storedPreflight(asked), signal)
}

async function onWorker(
  work: (worker: ColumnWorker) => Promise<readonly Finding[]>,
  signal: AbortSignal | undefined,
): Promise<readonly Finding[]> {
  const worker = new ColumnWorker()
  const abort = (): void => void worker.close()
  signal?.addEventListener('abort', abort)
  try {
    return await work(worker)
  } finally {
    signal?.removeEventListener('abort', abort)
    await worker.close()
  }
}
