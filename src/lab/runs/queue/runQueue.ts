import type { QueueEntry, RunStatus } from '../../../contract/runs.ts'
import { HoldoutError, toErrorData } from '../../../core/errors.ts'
import type { ErrorData } from '../../../core/errors.ts'
import type { RunEnd, RunEvent } from '../../../core/run/runEvent.ts'
import { runProgress } from '../../../core/run/runProgress.ts'
import type { RunState } from '../../../core/run/runState.ts'
import type { PreparedRun } from '../../experiments/prepareRun.ts'
import type { RunHandle } from '../../experiments/runExperiment.ts'
import type { Trainer } from '../../trainers/trainer.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { markInterrupted } from '../store/interruptedRuns.ts'
import { startRecordedRun } from '../training/recordedRun.ts'
import { storeRun } from '../store/storeRun.ts'
import type { StoreRunOptions } from '../store/storeRun.ts'
import { enqueue, moveTo, nextWaiting, queueRows, setStatus, stopWaiting } from './queuePlaces.ts'
import type { QueueRow } from './queuePlaces.ts'

/** What a listener hears: events of a run under way, or merely that the queue is another. */
export type QueueChange =
  | { readonly kind: 'events'; readonly runId: string; readonly events: readonly RunEvent[]; readonly state: RunState }
  | { readonly kind: 'queue' }

export interface RunQueueOptions {
  readonly workspace: Workspace
  readonly trainer: Trainer
  readonly now?: () => Date
}

/** The run that is being trained, as it is now. */
export interface LiveRun {
  readonly runId: string
  readonly state: RunState
  readonly isPaused: boolean
}

interface Current {
  readonly runId: string
  handle?: RunHandle
  isPaused: boolean
  /** Asked before there was a handle. */
  isStopAsked: boolean
}

/**
 * Trains the workspace's runs one after the other: they wait, start, pause, go on and stop here. Everything is in the
 * workspace, so a queue that was cut off is found again; what was being trained then waits to be resumed by hand.
 */
export class RunQueue {
  readonly #options: RunQueueOptions
  readonly #listeners = new Set<(change: QueueChange) => void>()
  #current: Current | undefined
  #work: Promise<void> | undefined
  #isClosing = false

  constructor(options: RunQueueOptions) {
    this.#options = options
  }

  /** Finds what was interrupted, and goes on with what waits. */
  boot(): void {
    markInterrupted(this.#options.workspace)
    this.#pump()
  }

  /** Stops what is being trained, in a way that it can be resumed. */
  async shutdown(): Promise<void> {
    this.#isClosing = true
    const current = this.#current
    this.#leaveCurrent()
    await this.#work
    if (!current) return
    const { workspace } = this.#options
    if (statusOf(workspace, current.runId) === 'stopped') setStatus(workspace, current.runId, 'interrupted')
  }

  /** Keeps a prepared run and puts it last. Returns its id. */
  async add(prepared: PreparedRun, options: StoreRunOptions = {}): Promise<string> {
    const runId = await storeRun(this.#options.workspace, prepared, options)
    this.wake()
    return runId
  }

  /** Sees what was put into the workspace's queue from elsewhere. */
  wake(): void {
    this.#changed()
    this.#pump()
  }

  /** Whether a run is under way, from the moment it is taken up: before its trainer has anything to tell. */
  get isBusy(): boolean {
    return this.#current !== undefined
  }

  /** The run under way, once it has a trainer. */
  get live(): LiveRun | undefined {
    const { handle, runId, isPaused } = this.#current ?? {}
    return handle && runId !== undefined ? { runId, state: handle.state, isPaused: isPaused === true } : undefined
  }

  /** The run under way, then those that wait in their order, then those that were interrupted. */
  entries(): readonly QueueEntry[] {
    const takenUp = this.#current?.runId
    return queueRows(this.#options.workspace)
      .toSorted((a, b) => Number(b.id === takenUp) - Number(a.id === takenUp))
      .map((row) => this.#entry(row))
  }

  /** Is called at every change; returns a way to leave. */
  listen(onChange: (change: QueueChange) => void): () => void {
    this.#listeners.add(onChange)
    return () => this.#listeners.delete(onChange)
  }

  /** Puts a waiting run at another place among those that wait, from 0. */
  move(runId: string, to: number): void {
    moveTo(this.#options.workspace, runId, to, this.#current?.runId)
    this.#changed()
  }

  /** Holds the run under way after its epoch. */
  pause(runId: string): void {
    const current = this.#currentOf(runId)
    if (current.isPaused) return
    current.isPaused = true
    current.handle?.pause()
    this.#changed()
  }

  /** Goes on with a paused run, or puts one that was stopped, failed or interrupted last in the queue. */
  resume(runId: string): void {
    if (this.#current?.runId === runId) {
      this.#current.isPaused = false
      this.#current.handle?.resume()
    } else enqueue(this.#options.workspace, runId)
    this.#changed()
    this.#pump()
  }

  /** Stops a run, keeping what is finished; one that waits no longer does. */
  stop(runId: string): void {
    if (this.#current?.runId === runId) this.#stopCurrent()
    else stopWaiting(this.#options.workspace, runId)
    this.#changed()
  }

  /** Resolves when nothing is being trained and nothing waits. */
  async idle(): Promise<void> {
    while (this.#work) await this.#work
  }

  #stopCurrent(): void {
    if (!this.#current) return
    this.#current.isStopAsked = true
    this.#current.handle?.stop()
  }

  /** As {@link #stopCurrent}; a run on a place goes on there. */
  #leaveCurrent(): void {
    if (!this.#current) return
    this.#current.isStopAsked = true
    this.#current.handle?.leave()
  }

  #currentOf(runId: string): Current {
    if (this.#current?.runId === runId) return this.#current
    throw new HoldoutError('workspace/run-not-active', `The run ${runId} is not being trained now.`, {
      hint: 'Only the run under way can be paused.',
    })
  }

  #pump(): void {
    this.#work ??= this.#trainAll().finally(() => {
      this.#work = undefined
    })
  }

  async #trainAll(): Promise<void> {
    for (;;) {
      const runId = this.#isClosing ? undefined : nextWaiting(this.#options.workspace)
      if (runId === undefined) return
      await this.#train({ runId, isPaused: false, isStopAsked: false })
    }
  }

  async #train(current: Current): Promise<void> {
    this.#current = current
    const { workspace } = this.#options
    try {
      current.handle = await startRecordedRun(workspace, current.runId, {
        ...this.#options,
        onEvents: (events, state) => this.#tell({ kind: 'events', runId: current.runId, events, state }),
      })
      this.#changed()
      if (current.isStopAsked) current.handle.stop()
      else if (current.isPaused) current.handle.pause()
      await current.handle.done
    } catch (error) {
      this.#markFailed(current.runId, { kind: 'failed', error: toErrorData(error) })
    } finally {
      this.#current = undefined
      this.#changed()
    }
  }

  /** A run that could not even begin must not be tried for ever. */
  #markFailed(runId: string, end: RunEnd): void {
    try {
      setStatus(this.#options.workspace, runId, 'failed', end)
    } catch {
      this.#isClosing = true
    }
  }

  #entry(row: QueueRow): QueueEntry {
    const live = this.live?.runId === row.id ? this.live : undefined
    const { id: runId, name, plannedFits, finishedFits, divergedFits, ended } = row
    const status = live?.isPaused === true ? 'paused' : row.status
    if (!live) {
      const fitsDone = finishedFits + divergedFits
      const fraction = plannedFits === 0 ? 0 : fitsDone / plannedFits
      const error = errorOf(ended)
      return { runId, name, status, fraction, fitsDone, fits: plannedFits, ...(error && { error }) }
    }
    const { fraction, remainingMs, fitsDone, fits } = runProgress(live.state)
    return { runId, name, status, fraction, fitsDone, fits, ...(remainingMs !== undefined && { remainingMs }) }
  }

  #changed(): void {
    this.#tell({ kind: 'queue' })
  }

  #tell(change: QueueChange): void {
    for (const listener of this.#listeners) listener(change)
  }
}

function statusOf({ database }: Workspace, runId: string): RunStatus | undefined {
  return database.get<{ status: RunStatus }>('SELECT status FROM runs WHERE id = ?', [runId])?.status
}

function errorOf(ended: string | null): ErrorData | undefined {
  const end = ended === null ? undefined : (JSON.parse(ended) as RunEnd)
  return end?.kind === 'failed' || end?.kind === 'crashed' ? end.error : undefined
}
