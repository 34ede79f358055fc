import { cappedAt, instructionLevel } from './instructions.ts'
import type { InstructionLevel } from './instructions.ts'
import type { TrainerJob } from './trainerJob.ts'

/** Environment variables that TensorFlow reads while it loads: they must be set before. */
export function trainerVariables({
  threads,
  instructions,
}: Pick<TrainerJob, 'threads' | 'instructions'>): Readonly<Record<string, string>> {
  return {
    TF_NUM_INTRAOP_THREADS: String(threads.intraOp),
    TF_NUM_INTEROP_THREADS: String(threads.interOp),
    TF_CPP_MIN_LOG_LEVEL: '3',
    ...(instructions !== undefined && { ONEDNN_MAX_CPU_ISA: instructions }),
  }
}

/** The level a run asks for, or a lower one that an administrator has set (`ONEDNN_MAX_CPU_ISA`). */
export function allowedInstructions(asked: InstructionLevel, cap: string | undefined): InstructionLevel {
  const allowed = instructionLevel(cap)
  return allowed === undefined ? asked : cappedAt(asked, allowed)
}
