import type { Finding, PreflightInput } from '../../../core/diagnostics/finding.ts'
import { ColumnWorker } from './columnWorker.ts'

/** What should be known before training on a table. Millions of rows take seconds to sort and compare: off the event loop. */
export async function findingsOf(input: PreflightInput): Promise<readonly Finding[]> {
  const worker = new ColumnWorker()
  try {
    return await worker.preflight(input)
  } finally {
    await worker.close()
  }
}
