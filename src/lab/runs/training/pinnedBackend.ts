import { instructionLevel } from '../../../core/run/instructions.ts'
import type { BackendInfo } from '../../../core/run/runEvent.ts'
import type { TrainerJob } from '../../../core/run/trainerJob.ts'

/** The part of a job that asks for this backend again: what began on one is not finished on another. */
export function pinnedBackend({
  name,
  program,
  instructions,
}: BackendInfo): Pick<TrainerJob, 'backend' | 'program' | 'instructions'> {
  const level = instructionLevel(instructions)
  return {
    backend: name === 'tensorflow' || name === 'kernel' ? name : 'portable',
    program,
    ...(level !== undefined && { instructions: level }),
  }
}
