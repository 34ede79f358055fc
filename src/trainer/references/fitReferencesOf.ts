import { readFileSync } from 'node:fs'
import { decodeTable } from '../../core/dataset/tableFile.ts'
import type { RunEvent } from '../../core/run/runEvent.ts'
import type { ReferenceJob } from '../../core/run/trainerJob.ts'
import { fitReferences, type ReferenceContext } from './fitReferences.ts'
import type { ReferenceControl } from './referenceControl.ts'

/** Fits the reference models of a job on its table, within the processor time of this process. Returns whether all came to an end. */
export function fitReferencesOf(
  job: ReferenceJob,
  asked: ReferenceControl,
  emit: (event: RunEvent) => void,
  beside?: ReferenceContext['beside'],
): Promise<boolean> {
  const startedAt = performance.now()
  return fitReferences(job, {
    table: decodeTable(readFileSync(job.tableFile)),
    control: asked.control,
    emit,
    now: () => performance.now() - startedAt,
    spent,
    budget: () => asked.budget,
    ...(beside && { beside }),
  })
}

/** Processor time of this process, in seconds. */
function spent(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
