import type { Finding } from '../../core/diagnostics/finding.ts'
import type { ExperimentTables } from '../datasets/store/experimentTables.ts'
import { prepareRun } from '../experiments/prepareRun.ts'
import type { PreparedRun } from '../experiments/prepareRun.ts'
import { readExperimentAside } from '../experiments/readAside.ts'
import { requireDecided } from '../experiments/requireDecided.ts'
import type { StartRequest } from './labServices.ts'

export interface RequestedRun {
  readonly prepared: PreparedRun
  /** Findings of the pre-flight: a run does not wait for those that do not block. */
  readonly preflight: () => Promise<readonly Finding[]>
}

/** A run as a page asks for it, checked. @throws HoldoutError with whatever is wrong with the experiment */
export async function prepareRequest(tables: ExperimentTables, request: StartRequest): Promise<RequestedRun> {
  const { text, datasetId, seed, models, on } = request
  const { file, locate } = await readExperimentAside({ text })
  const read = await tables.table(datasetId, file)
  const choices = {
    read,
    ...(seed !== undefined && { seed }),
    ...(models && { models }),
    ...(on !== undefined && { place: on }),
  }
  const prepared = await prepareRun({ path: '', text, file, locate }, choices)
  requireDecided(await tables.blocking(datasetId, file), locate)
  return { prepared, preflight: () => tables.preflight(datasetId, file) }
}
