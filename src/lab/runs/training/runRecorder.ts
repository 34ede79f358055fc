import { basename } from 'node:path'
import { applyRunEvent } from '../../../core/run/applyRunEvent.ts'
import type { RunEnd, RunEvent } from '../../../core/run/runEvent.ts'
import { assertNever } from '../../../core/errors.ts'
import type { RunState } from '../../../core/run/runState.ts'
import type { RunStatus } from '../../../contract/runs.ts'
import { writeReferenceEvent } from '../../references/referenceRows.ts'
import { flushFolder } from '../../workspace/atomicFile.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { runPaths } from '../../workspace/workspacePaths.ts'
import { fitIdentifier } from '../replay/fitIdentity.ts'
import type { FitIdentifier } from '../replay/fitIdentity.ts'
import { explainStoredFit, insertFit } from '../store/fitRows.ts'
import type { FitEnd } from '../store/fitRows.ts'
import type { StoredRun } from '../store/loadRun.ts'
import { summarizeCandidates, summarizeNested } from '../store/summarizeRun.ts'

/** Fits written in one transaction: more would take longer than a frame. */
const FITS_A_TRANSACTION = 16

export interface RunRecorderOptions {
  readonly workspace: Workspace
  readonly stored: StoredRun
  /** What is stored already. */
  readonly state: RunState
  /** Row of the stretch of work that is recorded. */
  readonly session: number
  /** Called once, with the first failure; nothing is written afterwards. */
  readonly onFailure: (error: unknown) => void
}

/**
 * Writes what a run tells into the workspace as it comes: few fits in one transaction, a turn of the event loop between
 * two. What the trainer has written to files is there before its event, so the database never knows more than the disk.
 */
export class RunRecorder {
  readonly #options: RunRecorderOptions
  #state: RunState
  #waiting: RunEvent[] = []
  #work: Promise<void> | undefined
  #identify: FitIdentifier | undefined
  #hasFailed = false

  constructor(options: RunRecorderOptions) {
    this.#options = options
    this.#state = options.state
  }

  /** Takes events in; they are written soon. */
  record(events: readonly RunEvent[]): void {
    if (this.#hasFailed) return
    // Epochs of fits under way are in checkpoints.
    this.#waiting.push(...events.filter(({ kind }) => kind !== 'epochs'))
    this.#work ??= this.#writeAll()
  }

  /** Resolves once everything taken in is written, or writing has failed. */
  async settled(): Promise<void> {
    while (this.#work) await this.#work
  }

  async #writeAll(): Promise<void> {
    await nextTurn()
    while (this.#waiting.length > 0 && !this.#hasFailed) {
      const events = takeSome(this.#waiting)
      if (events.some(({ kind }) => kind === 'finalModel')) await this.#flushModels()
      this.#writeSome(events)
      await nextTurn()
    }
    this.#work = undefined
  }

  /** The trainer has flushed its files; their names must last too before the database speaks of them. */
  async #flushModels(): Promise<void> {
    const { workspace, stored } = this.#options
    await flushFolder(runPaths(workspace.paths, stored.row.id).models).catch(() => undefined)
  }

  #writeSome(events: readonly RunEvent[]): void {
    try {
      const state = events.reduce(applyRunEvent, this.#state)
      this.#options.workspace.database.transaction(namesOf(events), () => {
        for (const event of events) this.#write(event, state)
        if (events.some(({ kind }) => kind === 'shard')) this.#writeShards(state)
        this.#summarize(state, touchedCandidates(events))
      })
      this.#state = state
    } catch (error) {
      this.#hasFailed = true
      this.#waiting = []
      this.#options.onFailure(error)
    }
  }

  #write(event: RunEvent, state: RunState): void {
    const { database } = this.#options.workspace
    const { row } = this.#options.stored
    switch (event.kind) {
      case 'started': {
        const backend = JSON.stringify(event.backend)
        database.run('UPDATE runs SET backend = ?, plannedFits = ? WHERE id = ?', [backend, event.fits, row.id])
        database.run('UPDATE sessions SET backend = ? WHERE id = ?', [backend, this.#options.session])
        database.run('UPDATE candidates SET planned = ? WHERE run = ?', [state.candidates[0]?.plannedFits ?? 0, row.id])
        return
      }
      case 'fitFinished':
      case 'fitDiverged':
        this.#writeFit(event, state)
        return
      case 'fitExplained':
        explainStoredFit(database, this.#options.stored.candidates[event.fit.candidate].id, event)
        return
      case 'optimism':
        database.run('UPDATE runs SET optimism = ? WHERE id = ?', [JSON.stringify(event.estimate), row.id])
        return
      case 'notice':
        database.run('UPDATE runs SET notices = ? WHERE id = ?', [JSON.stringify(state.notices), row.id])
        return
      case 'finalModel':
        database.run('UPDATE candidates SET finalModel = ? WHERE run = ? AND position = ?', [
          basename(event.file),
          row.id,
          event.candidate,
        ])
        return
      case 'ended':
        this.#writeEnd(event.end, state)
        return
      case 'referencesPlanned':
      case 'referenceStarted':
      case 'referenceEnded':
        writeReferenceEvent(database, row.id, event)
        return
      case 'candidatesStarted':
      case 'epochs':
      case 'shard':
        return
      default:
        assertNever(event)
    }
  }

  #writeShards({ shards }: RunState): void {
    const { workspace, stored } = this.#options
    workspace.database.run('UPDATE runs SET shards = ? WHERE id = ?', [JSON.stringify(shards), stored.row.id])
  }

  #writeFit(end: FitEnd, { backend }: RunState): void {
    const { workspace, stored } = this.#options
    const { job, row, candidates } = stored
    const { candidate } = end.fit
    this.#identify ??= fitIdentifier({ job, tableHash: row.tableHash, backend })
    insertFit(workspace.database, {
      candidate: candidates[candidate].id,
      end,
      identity: this.#identify(end.fit, job.candidates[candidate]),
    })
  }

  #writeEnd(end: RunEnd, state: RunState): void {
    const { workspace, stored, session } = this.#options
    const text = JSON.stringify(end)
    workspace.database.run('UPDATE runs SET status = ?, ended = ? WHERE id = ?', [
      statusAfter(end),
      text,
      stored.row.id,
    ])
    workspace.database.run('UPDATE sessions SET ended = ? WHERE id = ?', [text, session])
    summarizeNested(workspace, stored, state)
  }

  #summarize(state: RunState, touched: ReadonlySet<number>): void {
    const { workspace, stored, session } = this.#options
    const seconds = state.atMs / 1000
    workspace.database.run('UPDATE runs SET seconds = ?, finishedFits = ?, divergedFits = ? WHERE id = ?', [
      seconds,
      state.finishedFits,
      state.divergedFits,
      stored.row.id,
    ])
    workspace.database.run('UPDATE sessions SET seconds = ? WHERE id = ?', [seconds - stored.row.seconds, session])
    summarizeCandidates(workspace, stored, state, touched)
  }
}

/** Where a run stands after this end. */
export function statusAfter(end: RunEnd): RunStatus {
  switch (end.kind) {
    case 'finished':
      return 'finished'
    case 'stopped':
      return 'stopped'
    case 'failed':
      return 'failed'
    case 'crashed':
      return 'interrupted'
    default:
      return assertNever(end)
  }
}

function takeSome(waiting: RunEvent[]): RunEvent[] {
  let fits = 0
  const past = waiting.findIndex((event) => isFitEnd(event) && (fits += 1) > FITS_A_TRANSACTION)
  return waiting.splice(0, past < 0 ? waiting.length : past)
}

function isFitEnd(event: RunEvent): event is FitEnd {
  return event.kind === 'fitFinished' || event.kind === 'fitDiverged'
}

function touchedCandidates(events: readonly RunEvent[]): ReadonlySet<number> {
  return new Set(events.filter(isFitEnd).map(({ fit }) => fit.candidate))
}

function namesOf(events: readonly RunEvent[]): string {
  return [...new Set(events.map(({ kind }) => kind))].join(', ')
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
