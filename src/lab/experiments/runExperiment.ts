import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { makeTemporaryFolder } from '../files/temporaryFolder.ts'
import { applyRunEvent, applyRunEvents } from '../../core/run/applyRunEvent.ts'
import type { RunEnd, RunEvent } from '../../core/run/runEvent.ts'
import { initialRunState } from '../../core/run/runState.ts'
import type { RunState } from '../../core/run/runState.ts'
import { writeTableFile } from '../datasets/store/writeTableFile.ts'
import { optimismEvents } from '../runs/training/optimismEvents.ts'
import type { Trainer, TrainerSession } from '../trainers/trainer.ts'
import type { PreparedRun } from './prepareRun.ts'

export interface RunExperimentOptions {
  readonly trainer: Trainer
  /** Called after every batch of events, and once with the `ended` event. */
  readonly onEvents?: (events: readonly RunEvent[], state: RunState) => void
  /** Where the table file is written and removed again; a temporary folder unless given. */
  readonly folder?: string
  /** Where final models are written; none are fitted unless given. */
  readonly modelFolder?: string
  /** State to go on from; of a new run unless given. */
  readonly state?: RunState
}

/** A run under way. */
export interface RunHandle {
  readonly runId: string
  /** As of the newest event. */
  readonly state: RunState
  /** State after the end, its `end` set. Never rejects. */
  readonly done: Promise<RunState>
  stop(): void
  pause(): void
  resume(): void
  /** Ends the training process at once. */
  kill(): void
  /** Listens no more to a run that trains on a place; any other is stopped. */
  leave(): void
}

/**
 * Starts a prepared run: writes its table, hands the job to the trainer, folds what it tells into a state.
 * @throws HoldoutError `file/…` when the table cannot be written; afterwards everything is reported by the run's end.
 */
export async function runExperiment(prepared: PreparedRun, options: RunExperimentOptions): Promise<RunHandle> {
  const folder = options.folder ?? (await makeTemporaryFolder('run'))
  const tableFile = join(folder, `${prepared.job.runId}.table`)
  try {
    await writeTableFile(tableFile, prepared.table)
  } catch (error) {
    await removeTable(tableFile, folder, options)
    throw error
  }
  return new RunningExperiment(prepared, tableFile, options, () => removeTable(tableFile, folder, options))
}

async function removeTable(tableFile: string, folder: string, { folder: given }: RunExperimentOptions): Promise<void> {
  await (given === undefined ? rm(folder, { recursive: true, force: true }) : rm(tableFile, { force: true }))
}

class RunningExperiment implements RunHandle {
  readonly runId: string
  readonly done: Promise<RunState>
  readonly #session: TrainerSession
  readonly #options: RunExperimentOptions
  readonly #prepared: PreparedRun
  #state: RunState

  constructor(prepared: PreparedRun, tableFile: string, options: RunExperimentOptions, tidy: () => Promise<void>) {
    const { candidates } = prepared.context.experiment
    this.runId = prepared.context.runId
    this.#options = options
    this.#prepared = prepared
    this.#state =
      options.state ?? initialRunState(candidates.map(({ name, spec }) => ({ name, epochs: spec.training.epochs })))
    const { modelFolder } = options
    const job = { ...prepared.job, tableFile, ...(modelFolder !== undefined && { modelFolder }) }
    this.#session = options.trainer.start(job, (events) => this.#receive(events))
    this.done = this.#session.ended.then((end) => this.#end(end, tidy))
  }

  get state(): RunState {
    return this.#state
  }

  stop(): void {
    this.#session.stop()
  }

  pause(): void {
    this.#session.pause()
  }

  resume(): void {
    this.#session.resume()
  }

  kill(): void {
    this.#session.kill()
  }

  leave(): void {
    this.#session.leave()
  }

  #receive(events: readonly RunEvent[]): void {
    this.#state = applyRunEvents(this.#state, events)
    this.#options.onEvents?.(events, this.#state)
  }

  /** An estimate that cannot be had is no reason to lose a result. */
  async #tellOptimism(): Promise<void> {
    const { context, table } = this.#prepared
    const events = await optimismEvents(this.#state, context.experiment, () => Promise.resolve(table)).catch(() => [])
    if (events.length > 0) this.#receive(events)
  }

  async #end(end: RunEnd, tidy: () => Promise<void>): Promise<RunState> {
    if (end.kind === 'finished') await this.#tellOptimism()
    const event: RunEvent = { kind: 'ended', end, atMs: this.#state.atMs }
    this.#state = applyRunEvent(this.#state, event)
    this.#options.onEvents?.([event], this.#state)
    // A table that cannot be removed is no reason to lose a result.
    await tidy().catch(() => undefined)
    return this.#state
  }
}
