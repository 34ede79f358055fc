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
import { enqueue, LANES, moveTo, nextWaiting, queueRows, setStatus, stopWaiting } from './queuePlaces.ts'
import type { Lane, QueueRow } from './queuePlaces.ts'

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
  isLeft: boolean
}

/**
 * Trains the workspace's runs one after the other, those of places beside those of this machine: they wait, start, pause, go on and stop here. Everything is in the
 * workspace, so a queue that was cut off is found again; what was being trained then waits to be resumed by hand.
 */
export class RunQueue {
  readonly #options: RunQueueOptions
  readonly #listeners = new Set<(change: QueueChange) => void>()
  readonly #currents = new Map<Lane, Current>()
  readonly #work = new Map<Lane, Promise<void>>()
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
    const currents = [...this.#currents.values()]
    for (const current of currents) leave(current)
    await this.idle()
    const { workspace } = this.#options
    for (const { runId } of currents)
      if (statusOf(workspace, runId) === 'stopped') setStatus(workspace, runId, 'interrupted')
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
    return this.#currents.size > 0
  }

  /** A run under way, once it has a trainer. */
  liveOf(runId: string): LiveRun | undefined {
    const { handle, isPaused } = this.#find(runId) ?? {}
    return handle && { runId, state: handle.state, isPaused: isPaused === true }
  }

  /** Runs under way, then those that wait in their order, then those that were interrupted. */
  entries(): readonly QueueEntry[] {
    const takenUp = this.#takenUp()
    return queueRows(this.#options.workspace)
      .toSorted((a, b) => Number(takenUp.includes(b.id)) - Number(takenUp.includes(a.id)))
      .map((row) => this.#entry(row))
  }

  /** Is called at every change; returns a way to leave. */
  listen(onChange: (change: QueueChange) => void): () => void {
    this.#listeners.add(onChange)
    return () => this.#listeners.delete(onChange)
  }

  /** Puts a waiting run at another place among those that wait, from 0. */
  move(runId: string, to: number): void {
    moveTo(this.#options.workspace, runId, to, this.#takenUp())
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
    const current = this.#find(runId)
    if (current && current.handle?.state.end === undefined) {
      current.isPaused = false
      current.handle?.resume()
    } else enqueue(this.#options.workspace, runId)
    this.#changed()
    this.#pump()
  }

  /** Stops a run, keeping what is finished; one that waits no longer does. */
  stop(runId: string): void {
    const current = this.#find(runId)
    if (current) stop(current)
    else stopWaiting(this.#options.workspace, runId)
    this.#changed()
  }

  /** Resolves when nothing is being trained and nothing waits. */
  async idle(): Promise<void> {
    while (this.#work.size > 0) await Promise.all(this.#work.values())
  }

  #find(runId: string): Current | undefined {
    return [...this.#currents.values()].find((current) => current.runId === runId)
  }

  #takenUp(): readonly string[] {
    return [...this.#currents.values()].map(({ runId }) => runId)
  }

  #currentOf(runId: string): Current {
    const current = this.#find(runId)
    if (current) return current
    throw new HoldoutError('workspace/run-not-active', `The run ${runId} is not being trained now.`, {
      hint: 'Only the run under way can be paused.',
    })
  }

  #pump(): void {
    for (const lane of LANES) {
      const runId = this.#work.has(lane) ? undefined : this.#next(lane)
      if (runId !== undefined) this.#work.set(lane, this.#trainAll(lane, runId))
    }
  }

  #next(lane: Lane): string | undefined {
    return this.#isClosing ? undefined : nextWaiting(this.#options.workspace, lane)
  }

  /** Trains runs until none waits; what is put into the queue in the same turn as that is seen starts them again. */
  async #trainAll(lane: Lane, first: string): Promise<void> {
    try {
      for (let runId: string | undefined = first; runId !== undefined; runId = this.#next(lane))
        await this.#train(lane, { runId, isPaused: false, isStopAsked: false, isLeft: false })
    } finally {
      this.#work.delete(lane)
    }
  }

  async #train(lane: Lane, current: Current): Promise<void> {
    this.#currents.set(lane, current)
    const { workspace } = this.#options
    try {
      current.handle = await startRecordedRun(workspace, current.runId, {
        ...this.#options,
        onEvents: (events, state) => this.#tell({ kind: 'events', runId: current.runId, events, state }),
      })
      this.#changed()
      if (current.isLeft) current.handle.leave()
      else if (current.isStopAsked) current.handle.stop()
      else if (current.isPaused) current.handle.pause()
      await current.handle.done
    } catch (error) {
      this.#markFailed(current.runId, { kind: 'failed', error: toErrorData(error) })
    } finally {
      this.#currents.delete(lane)
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
    const live = this.liveOf(row.id)
    const { id: runId, name, plannedFits, finishedFits, divergedFits, ended, trainsAt } = row
    const place = trainsAt === null ? {} : { place: trainsAt }
    const status = live?.isPaused === true ? 'paused' : row.status
    if (!live) {
      const fitsDone = finishedFits + divergedFits
      const fraction = plannedFits === 0 ? 0 : fitsDone / plannedFits
      const error = errorOf(ended)
      return { runId, name, status, fraction, fitsDone, fits: plannedFits, ...place, ...(error && { error }) }
    }
    const { fraction, remainingMs, fitsDone, fits } = runProgress(live.state)
    return {
      runId,
      name,
      status,
      fraction,
      fitsDone,
      fits,
      ...place,
      ...(remainingMs !== undefined && { remainingMs }),
    }
  }

  #changed(): void {
    this.#tell({ kind: 'queue' })
  }

  #tell(change: QueueChange): void {
    for (const listener of this.#listeners) listener(change)
  }
}

function stop(current: Current): void {
  current.isStopAsked = true
  current.handle?.stop()
}

/** As {@link stop}; a run on a place goes on there. */
function leave(current: Current): void {
  current.isLeft = true
  current.handle?.leave()
}

function statusOf({ database }: Workspace, runId: string): RunStatus | undefined {
  return database.get<{ status: RunStatus }>('SELECT status FROM runs WHERE id = ?', [runId])?.status
}

function errorOf(ended: string | null): ErrorData | undefined {
  const end = ended === null ? undefined : (JSON.parse(ended) as RunEnd)
  return end?.kind === 'failed' || end?.kind === 'crashed' ? end.error : undefined
}
