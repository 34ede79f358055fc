import { HoldoutError } from '../../core/errors.ts'
import type { JobPlan } from '../../core/run/jobPlan.ts'
import type { TrainerCommand } from '../../core/run/trainerJob.ts'
import { askProcess } from './askProcess.ts'
import type { TrainerProcess } from './trainerProcess.ts'

/** Asks a trainer's process which blocks a job consists of. @throws HoldoutError with what it said where it cannot say */
export function planIn(process: TrainerProcess, command: Extract<TrainerCommand, { kind: 'plan' }>): Promise<JobPlan> {
  return askProcess(process, command, (message) => {
    if (message.kind === 'notPlanned') throw HoldoutError.fromData(message.error)
    return message.kind === 'planned' ? message.plan : undefined
  })
}
