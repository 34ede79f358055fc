import type { Finding, PreflightInput } from '../../../core/diagnostics/finding.ts'
import { ColumnWorker } from './columnWorker.ts'

/**
 * What should be known before training on a table. Millions of rows take seconds to sort and compare: off the event loop.
 * @throws Error when it was aborted
 */
export async function findingsOf(input: PreflightInput, signal?: AbortSignal): Promise<readonly Finding[]> {
  const worker = new ColumnWorker()
  const abort = (): void => void worker.close()
  signal?.addEventListener('abort', abort)
  try {
    return await worker.preflight(input)
  } finally {
    signal?.removeEventListener('abort', abort)
    await worker.close()
  }
}
