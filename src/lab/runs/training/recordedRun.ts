import { rm } from 'node:fs/promises'
import { changedBackend } from '../../../core/run/changedBackend.ts'
import { applyRunEvents } from '../../../core/run/applyRunEvent.ts'
import { finalKey } from '../../../core/run/fitStream.ts'
import type { FitKey, RunEnd, RunEvent } from '../../../core/run/runEvent.ts'
import { isDone } from '../../../core/run/runState.ts'
import type { RunState } from '../../../core/run/runState.ts'
import type { ReferenceRequest, TrainerJob } from '../../../core/run/trainerJob.ts'
import { HoldoutError, toErrorData } from '../../../core/errors.ts'
import { describeEnvironment } from '../../experiments/describeEnvironment.ts'
import type { RunHandle } from '../../experiments/runExperiment.ts'
import { makeFolder } from '../../files/makeFolder.ts'
import { PRIVATE_FOLDER } from '../../files/privateFiles.ts'
import type { Trainer, TrainerSession } from '../../trainers/trainer.ts'
import { readStoredTable } from '../../workspace/tableStore.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { workspaceError } from '../../workspace/workspaceError.ts'
import { runPaths, tablePath } from '../../workspace/workspacePaths.ts'
import { backendHere } from './backendHere.ts'
import { changedEnvironment } from './changedEnvironment.ts'
import { loadRun } from '../store/loadRun.ts'
import type { StoredRun } from '../store/loadRun.ts'
import { loadRunState } from '../store/loadRunState.ts'
import { optimismEvents } from './optimismEvents.ts'
import { pinnedBackend } from './pinnedBackend.ts'
import { RunRecorder } from './runRecorder.ts'

export interface RecordedRunOptions {
  readonly trainer: Trainer
  /** Called after every batch of events, and once with the `ended` event, when that is written. */
  readonly onEvents?: (events: readonly RunEvent[], state: RunState) => void
  readonly now?: () => Date
}

/**
 * Starts a stored run, or goes on with it: fits that are finished are left out, those under way go on from their
 * checkpoints and come to the bits of a run without the interruption.
 * @throws HoldoutError `workspace/no-such-run`, `workspace/run-deleted`, `workspace/run-active`, `workspace/no-table`.
 */
export async function startRecordedRun(
  workspace: Workspace,
  runId: string,
  options: RecordedRunOptions,
): Promise<RunHandle> {
  const stored = loadRun(workspace, runId)
  requireStartable(stored)
  const paths = runPaths(workspace.paths, runId)
  await makeFolder(paths.checkpoints, PRIVATE_FOLDER).catch((cause: unknown) => {
    throw workspaceError(cause, workspace.paths.folder)
  })
  const state = withoutEnd(await loadRunState(workspace, stored, { values: true }))
  const session = beginSession(workspace, runId, (options.now ?? (() => new Date()))())
  return new RecordedRun({ ...options, workspace, stored, state, session })
}

interface Beginning extends RecordedRunOptions {
  readonly workspace: Workspace
  readonly stored: StoredRun
  readonly state: RunState
  readonly session: number
}

class RecordedRun implements RunHandle {
  readonly runId: string
  readonly done: Promise<RunState>
  readonly #beginning: Beginning
  readonly #recorder: RunRecorder
  readonly #session: TrainerSession
  #state: RunState
  /** Whether it goes on without being listened to. */
  #isLeft = false
  /** Why nothing more could be written. */
  #failure: unknown

  constructor(beginning: Beginning) {
    const { stored, state, trainer } = beginning
    this.#beginning = beginning
    this.#state = state
    this.runId = stored.row.id
    this.#recorder = new RunRecorder({ ...beginning, onFailure: (error) => this.#abandon(error) })
    this.#session = trainer.start(jobOf(beginning), (events) => this.#receive(events.map(this.#shifted)))
    this.#tellChanges()
    this.done = this.#session.ended.then((end) => this.#end(end))
  }

  get state(): RunState {
    return this.#state
  }

  stop(): void {
    this.#session.stop()
  }

  pause(): void {
    this.#session.pause()
    setStatus(this.#beginning.workspace, this.runId, 'paused')
  }

  resume(): void {
    this.#session.resume()
    setStatus(this.#beginning.workspace, this.runId, 'running')
  }

  kill(): void {
    this.#session.kill()
  }

  leave(): void {
    this.#isLeft = this.#beginning.stored.job.place !== undefined
    this.#session.leave()
  }

  /** Times of this stretch come after those of the stretches before; those of a place count from the run's first attempt. */
  readonly #shifted = (event: RunEvent): RunEvent => {
    const { state, stored } = this.#beginning
    return stored.job.place === undefined ? { ...event, atMs: event.atMs + state.atMs } : event
  }

  #receive(events: readonly RunEvent[]): void {
    if (this.#failure !== undefined) return
    this.#state = applyRunEvents(this.#state, events)
    this.#recorder.record(events)
    this.#beginning.onEvents?.(events, this.#state)
  }

  /** A run that goes on elsewhere than it began says so. */
  #tellChanges(): void {
    const { stored, state } = this.#beginning
    if (state.backend === undefined || stored.job.place !== undefined) return
    const changes = [
      ...changedEnvironment(stored.context.environment, describeEnvironment()),
      ...changedBackend(state.backend, backendHere(state.backend)),
    ]
    if (changes.length === 0) return
    const words = changes.map(({ what, stored: before, now }) => `${what} ${before} before, ${now} now`).join('; ')
    const message = `The run went on in another environment than it began in: ${words}.`
    this.#receive([{ kind: 'notice', message, atMs: state.atMs }])
  }

  #abandon(error: unknown): void {
    this.#failure = error
    this.#session.kill()
  }

  async #end(told: RunEnd): Promise<RunState> {
    await this.#recorder.settled()
    if (this.#isLeft && told.kind === 'stopped') return this.#endListening()
    if (told.kind === 'finished') await this.#tellOptimism()
    const end: RunEnd = this.#failure === undefined ? told : { kind: 'failed', error: toErrorData(this.#failure) }
    const event: RunEvent = { kind: 'ended', end, atMs: this.#state.atMs }
    this.#state = applyRunEvents(this.#state, [event])
    await this.#writeEnd(event)
    this.#beginning.onEvents?.([event], this.#state)
    return this.#state
  }

  /** The run goes on at its place: it has no end yet. */
  #endListening(): RunState {
    markAway(this.#beginning.workspace, this.runId)
    return this.#state
  }

  /** An estimate that cannot be had is no reason to lose a result. */
  async #tellOptimism(): Promise<void> {
    const { workspace, stored } = this.#beginning
    const tableOf = () => readStoredTable(workspace, stored.row.tableHash)
    const events = await optimismEvents(this.#state, stored.context.experiment, tableOf).catch(() => [])
    if (events.length === 0) return
    this.#receive(events)
    await this.#recorder.settled()
  }

  /** Where even the end cannot be written, the run is found interrupted at the next opening. */
  async #writeEnd(event: Extract<RunEvent, { kind: 'ended' }>): Promise<void> {
    const { workspace } = this.#beginning
    if (this.#failure !== undefined) {
      tryToMarkFailed(workspace, this.runId, event.end)
      return
    }
    this.#recorder.record([event])
    await this.#recorder.settled()
    if (event.end.kind !== 'finished' || this.#failure !== undefined) return
    await rm(runPaths(workspace.paths, this.runId).checkpoints, { recursive: true, force: true }).catch(() => undefined)
  }
}

function jobOf({ stored, state, workspace }: Beginning): TrainerJob {
  const paths = runPaths(workspace.paths, stored.row.id)
  return {
    ...stored.job,
    ...(state.backend && pinnedBackend(state.backend)),
    tableFile: tablePath(workspace.paths, stored.row.tableHash),
    tableSha256: stored.row.tableHash,
    finished: finishedFits(state),
    ...(stored.job.references && { references: openReferences(stored.job.references, state) }),
    checkpointFolder: paths.checkpoints,
    ...(stored.context.experiment.finalModel && { modelFolder: paths.models }),
  }
}

/** Those that have come to no end of their own. */
function openReferences(request: ReferenceRequest, { references }: RunState): ReferenceRequest {
  const ended = references.filter(({ end }) => end && end.kind !== 'interrupted').map(({ kind }) => kind)
  return { ...request, kinds: request.kinds.filter((kind) => !ended.includes(kind)) }
}

function finishedFits(state: RunState): FitKey[] {
  return state.candidates.flatMap(({ fits, finalModel }, candidate) => {
    const done = [...fits.values()]
      .filter(isDone)
      .flatMap(({ key, explanation }): FitKey[] => [
        key,
        ...(explanation?.learning ?? []).map(({ fraction }) => ({ ...key, fraction })),
      ])
    return finalModel === undefined ? done : [...done, finalKey(candidate)]
  })
}

function beginSession({ database }: Workspace, runId: string, now: Date): number {
  return database.transaction('start of a run', () => {
    database.run(`UPDATE runs SET status = 'running', place = NULL, ended = NULL WHERE id = ?`, [runId])
    return database.run('INSERT INTO sessions (run, startedAt, environment) VALUES (?, ?, ?)', [
      runId,
      now.toISOString(),
      JSON.stringify(describeEnvironment()),
    ])
  })
}

function setStatus({ database }: Workspace, runId: string, status: 'paused' | 'running'): void {
  database.transaction(status, () => database.run('UPDATE runs SET status = ? WHERE id = ?', [status, runId]))
}

function markAway({ database }: Workspace, runId: string): void {
  database.transaction('away', () => database.run(`UPDATE runs SET status = 'interrupted' WHERE id = ?`, [runId]))
}

function tryToMarkFailed({ database }: Workspace, runId: string, end: RunEnd): void {
  try {
    database.transaction('failure of a run', () =>
      database.run(`UPDATE runs SET status = 'failed', ended = ? WHERE id = ?`, [JSON.stringify(end), runId]),
    )
  } catch {
    // The disk is still full, say. The run stays marked as running, which the next opening finds out.
  }
}

function withoutEnd(state: RunState): RunState {
  const { end: _, ...rest } = state
  return { ...rest, status: 'waiting' }
}

function requireStartable({ row }: StoredRun): void {
  if (row.deletedAt !== null) {
    throw new HoldoutError('workspace/run-deleted', `The run ${row.id} was deleted.`, {
      hint: `Get it back first: holdout runs restore ${row.id}`,
    })
  }
  if (row.status !== 'running' && row.status !== 'paused') return
  throw new HoldoutError('workspace/run-active', `The run ${row.id} is being trained already.`, {
    hint: 'Wait for its end, or stop it first.',
  })
}
