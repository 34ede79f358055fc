import type { QueueEntry, RunStatus } from '../../contract/runs.ts'
import { HoldoutError } from '../../core/errors.ts'
import { readExperiment } from '../../core/experiment/parseExperiment.ts'
import type { RunDocument } from '../../core/run/runDocument.ts'
import type { RunEvent } from '../../core/run/runEvent.ts'
import { runProgress } from '../../core/run/runProgress.ts'
import type { RunState } from '../../core/run/runState.ts'
import type { ExperimentTables } from '../datasets/experimentTables.ts'
import { checkBeforeTraining } from '../experiments/checkBeforeTraining.ts'
import { prepareRun } from '../experiments/prepareRun.ts'
import { predictionsCsv } from '../reports/predictionsCsv.ts'
import { markInterrupted } from '../runs/interruptedRuns.ts'
import { loadDocument } from '../runs/loadDocument.ts'
import { loadRun } from '../runs/loadRun.ts'
import { loadRunState } from '../runs/loadRunState.ts'
import { startRecordedRun } from '../runs/recordedRun.ts'
import type { RunRow } from '../runs/runRows.ts'
import { storeRun } from '../runs/storeRun.ts'
import type { Trainer } from '../trainers/trainer.ts'
import { readStoredTable } from '../workspace/tableStore.ts'
import type { Workspace } from '../workspace/workspace.ts'
import type { EventHub } from './eventHub.ts'
import type { RunDesk, StartWish } from './labServices.ts'
import { LiveRun } from './liveRun.ts'

export interface RunsOptions {
  readonly workspace: Workspace
  readonly tables: ExperimentTables
  readonly hub: EventHub
  readonly trainer: Trainer
}

/** The queue is told at most so often while a run trains. */
const QUEUE_EVERY_MS = 500

/** The runs of the workspace: one trains at a time, the others wait in their order. */
export class RunsOfWorkspace implements RunDesk {
  readonly #options: RunsOptions
  readonly #live = new Map<string, LiveRun>()
  #training: LiveRun | undefined
  #isClosing = false
  #queueTimer: NodeJS.Timeout | undefined

  constructor(options: RunsOptions) {
    this.#options = options
  }

  /** What a program that went left as running can be resumed; what waited starts. */
  async boot(): Promise<void> {
    markInterrupted(this.#options.workspace)
    await this.#startNext()
  }

  /** The training process is ended; its checkpoints let the run go on later. */
  async shutdown(): Promise<void> {
    this.#isClosing = true
    clearTimeout(this.#queueTimer)
    const handle = this.#training?.handle
    handle?.kill()
    const end = await handle?.done
    if (end?.end?.kind === 'stopped') this.#setStatus(handle?.runId ?? '', 'interrupted')
  }

  /** Whether a run trains or waits to. */
  get isBusy(): boolean {
    return this.#training !== undefined
  }

  /** Resolves as soon as nothing trains and nothing waits to. */
  async idle(): Promise<void> {
    while (this.#training) await (this.#training.handle?.done ?? Promise.resolve()).then(nextTurn)
  }

  async start({ text, datasetId, seed, models }: StartWish): Promise<string> {
    const { workspace, tables } = this.#options
    const { file, locate } = readExperiment(text)
    const read = await tables.table(datasetId, file)
    const choices = { read, ...(seed !== undefined && { seed }), ...(models && { models }) }
    const prepared = checkBeforeTraining(await prepareRun({ path: '', text, file, locate }, choices))
    const runId = await storeRun(workspace, prepared, { datasetId })
    this.#tellRuns()
    await this.#startNext()
    return runId
  }

  queue(): readonly QueueEntry[] {
    const rows = this.#options.workspace.database.all<QueueRow>(
      `SELECT id, name, status, plannedFits, finishedFits + divergedFits AS fitsDone, ended FROM runs
       WHERE deletedAt IS NULL AND status IN ('running', 'paused', 'waiting', 'interrupted')
       ORDER BY status = 'interrupted', status = 'waiting', place, startedAt`,
    )
    return rows.map((row) => this.#entry(row))
  }

  /** Puts a waiting run between those that wait. */
  move(runId: string, to: number): void {
    const { database } = this.#options.workspace
    const waiting = database
      .all<{ id: string }>(`SELECT id FROM runs WHERE status = 'waiting' AND deletedAt IS NULL ORDER BY place`)
      .map(({ id }) => id)
    if (!waiting.includes(runId)) throw notWaiting(runId)
    const order = waiting.filter((id) => id !== runId).toSpliced(to, 0, runId)
    database.transaction('order of the queue', () =>
      order.forEach((id, place) => database.run('UPDATE runs SET place = ? WHERE id = ?', [place + 1, id])),
    )
    this.#tellQueue()
  }

  pause(runId: string): void {
    const run = this.#trainingRun(runId)
    run.handle?.pause()
    run.become('paused')
    this.#tellQueue()
  }

  /** A run that is not training goes into the queue and on from where it was. */
  async resume(runId: string): Promise<void> {
    if (this.#training?.header.runId === runId) {
      this.#training.handle?.resume()
      this.#training.become('running')
      this.#tellQueue()
      return
    }
    const { row } = loadRun(this.#options.workspace, runId)
    if (row.status === 'finished') return
    this.#live.delete(runId)
    this.#setStatus(runId, 'waiting')
    await this.#startNext()
  }

  stop(runId: string): void {
    if (this.#training?.header.runId === runId) this.#training.handle?.stop()
    else this.#setStatus(runId, 'stopped')
  }

  async source(runId: string): Promise<LiveRun> {
    const known = this.#live.get(runId)
    if (known) return known
    const { workspace } = this.#options
    const stored = loadRun(workspace, runId)
    const run = new LiveRun(stored, await loadRunState(workspace, stored, { values: true }))
    const meanwhile = this.#live.get(runId)
    if (meanwhile) return meanwhile
    if (stored.row.status === 'waiting') this.#live.set(runId, run)
    return run
  }

  document(runId: string, histories: boolean): Promise<RunDocument> {
    return loadDocument(this.#options.workspace, runId, { histories })
  }

  async predictions(runId: string): Promise<string> {
    const { workspace } = this.#options
    const stored = loadRun(workspace, runId)
    const state = await loadRunState(workspace, stored, { values: true })
    return predictionsCsv(state, await readStoredTable(workspace, stored.row.tableHash), stored.row.task)
  }

  async #startNext(): Promise<void> {
    if (this.#training || this.#isClosing) return
    const next = this.#options.workspace.database.get<{ id: string }>(
      `SELECT id FROM runs WHERE status = 'waiting' AND deletedAt IS NULL ORDER BY place, startedAt LIMIT 1`,
    )
    if (!next) {
      this.#tellQueue()
      return
    }
    const run = await this.source(next.id)
    // Another call may have started one while the state was read.
    if (this.#training) return
    this.#training = run
    this.#live.set(next.id, run)
    await this.#train(run)
  }

  async #train(run: LiveRun): Promise<void> {
    const { workspace, trainer } = this.#options
    const { runId } = run.header
    try {
      run.handle = await startRecordedRun(workspace, runId, {
        trainer,
        onEvents: (events, state) => this.#receive(run, events, state),
      })
    } catch (error) {
      this.#training = undefined
      this.#live.delete(runId)
      this.#setStatus(runId, 'failed')
      throw error
    }
    run.become('running')
    this.#tellQueue()
    void run.handle.done.then(() => this.#ended(run))
  }

  #receive(run: LiveRun, events: readonly RunEvent[], state: RunState): void {
    if (state.end) run.status = this.#statusOf(run.header.runId)
    run.tell(events, state)
    this.#queueTimer ??= setTimeout(() => this.#tellQueue(), QUEUE_EVERY_MS)
  }

  async #ended(run: LiveRun): Promise<void> {
    this.#training = undefined
    this.#live.delete(run.header.runId)
    if (this.#isClosing) return
    this.#tellRuns()
    await this.#startNext().catch((error: unknown) => this.#tellProblem(error))
  }

  #entry({ id, name, status, plannedFits, fitsDone, ended }: QueueRow): QueueEntry {
    const live = this.#live.get(id)
    const progress = live && runProgress(live.state)
    const end = ended === null ? undefined : (JSON.parse(ended) as RunState['end'])
    return {
      runId: id,
      name,
      status: live?.status ?? status,
      fraction: progress?.fraction ?? (plannedFits > 0 ? fitsDone / plannedFits : 0),
      ...(progress?.remainingMs !== undefined && { remainingMs: progress.remainingMs }),
      fitsDone: progress?.fitsDone ?? fitsDone,
      fits: progress?.fits ?? plannedFits,
      ...(end && 'error' in end && { error: end.error }),
    }
  }

  #trainingRun(runId: string): LiveRun {
    if (this.#training?.header.runId === runId) return this.#training
    throw new HoldoutError('usage/not-training', 'This run is not being trained now.')
  }

  #statusOf(runId: string): RunStatus {
    return loadRun(this.#options.workspace, runId).row.status
  }

  #setStatus(runId: string, status: RunStatus): void {
    const { database } = this.#options.workspace
    const next = status === 'waiting' ? 'coalesce((SELECT max(place) FROM runs), 0) + 1' : 'NULL'
    database.transaction(status, () =>
      database.run(`UPDATE runs SET status = ?, place = ${next} WHERE id = ?`, [status, runId]),
    )
    this.#live.get(runId)?.become(status)
    if (!this.#isClosing) this.#tellRuns()
  }

  #tellRuns(): void {
    this.#options.hub.tell({ kind: 'changed', what: 'runs' })
    this.#tellQueue()
  }

  #tellQueue(): void {
    clearTimeout(this.#queueTimer)
    this.#queueTimer = undefined
    this.#options.hub.tell({ kind: 'queue', queue: this.queue() })
  }

  #tellProblem(error: unknown): void {
    if (error instanceof HoldoutError) this.#options.hub.tell({ kind: 'problem', error: error.toData() })
    else throw error
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 10))
}

type QueueRow = Pick<RunRow, 'id' | 'name' | 'status' | 'plannedFits' | 'ended'> & { readonly fitsDone: number }

function notWaiting(runId: string): HoldoutError {
  return new HoldoutError('usage/not-waiting', `The run ${runId} does not wait.`)
}
