import type { BackendInfo } from '../../../core/run/runEvent.ts'
import type { TrainerJob } from '../../../core/run/trainerJob.ts'

/** The part of a job that asks for this backend again: what began on one is not finished on another. */
export function pinnedBackend({ name, program }: BackendInfo): Pick<TrainerJob, 'backend' | 'program'> {
  return { backend: name === 'tensorflow' ? 'tensorflow' : 'portable', program }
}
