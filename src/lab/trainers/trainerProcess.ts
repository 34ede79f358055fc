import type { ErrorData } from '../../core/errors.ts'
import { trainerVariables } from '../../core/run/trainerVariables.ts'
import type { TrainerCommand, TrainerJob, TrainerMessage } from '../../core/run/trainerJob.ts'

/** The process a trainer lives in, whoever hosts it. */
export interface TrainerProcess {
  readonly stdout: NodeJS.ReadableStream | null
  readonly stderr: NodeJS.ReadableStream | null
  /** Calls `hear` with each message, in order. */
  onMessage(hear: (message: TrainerMessage) => void): void
  /** Calls `tell` when the process is gone and all it said was heard; only the first call counts. */
  onGone(tell: (departure: Departure) => void): void
  /** Never throws: a process that dies while being spoken to is reported by `onGone`. */
  send(command: TrainerCommand): void
  /** Lets it know that nobody listens any more, where its host has such a word. */
  dismiss(): void
  /** Ends it at once; does nothing when it is gone. */
  kill(): void
}

/** How a process went: by a code or a signal, or by never having begun. */
export type Departure =
  | { readonly kind: 'exited'; readonly code: number | null; readonly signal: string | null }
  | { readonly kind: 'notStarted'; readonly error: ErrorData }

/** Checking an export is a matter of a moment. */
export const CHECK_THREADS = { threads: { intraOp: 1, interOp: 1 } } as const

/** What a trainer's process finds around it. */
export function trainerEnvironment(job: Pick<TrainerJob, 'threads' | 'instructions'>): NodeJS.ProcessEnv {
  return { ...process.env, ...trainerVariables(job) }
}
