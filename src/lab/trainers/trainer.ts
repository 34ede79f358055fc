/** What trains a job, whichever process it lives in: a child process here, Electron's utility process in the app. */
import type { RunEnd, RunEvent } from '../../core/run/runEvent.ts'
import type { TrainerJob } from '../../core/run/trainerJob.ts'

/** Gets the events of a job in order, in batches; the `ended` event is not among them, see {@link TrainerSession.ended}. */
export type RunEventsHandler = (events: readonly RunEvent[]) => void

export interface Trainer {
  /** Begins a job at once and returns. Never throws: what goes wrong is the session's end. */
  start(job: TrainerJob, onEvents: RunEventsHandler): TrainerSession
}

/** One job in training. After its end every command does nothing. */
export interface TrainerSession {
  /** How the job ended. Settles once, never rejects, and only after the last batch of events was handed over. */
  readonly ended: Promise<RunEnd>
  /** Asks for a stop that keeps what is finished. */
  stop(): void
  pause(): void
  resume(): void
  /** Ends the training at once; what was not told yet is lost. */
  kill(): void
  /** Where training goes on without this program: listens no more, and ends the session as stopped. Anywhere else as {@link stop}. */
  leave(): void
}

/** The reference models of one job in fitting. */
export interface ReferenceSession extends TrainerSession {
  /** The networks are done: from now on reference models may take so much processor time in all, in seconds. */
  allow(seconds: number): void
}
