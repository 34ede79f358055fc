import type { ExtendedRun, Extension, QueueEntry, RunStatus, VerifyUpdate } from '../../contract/runs.ts'
import type { Finding } from '../../core/diagnostics/finding.ts'
import type { FitScopeTable } from '../../core/run/fitScopeTable.ts'
import type { RunDocument } from '../../core/run/runDocument.ts'
import type { ExperimentTables } from '../datasets/store/experimentTables.ts'
import { inTurns } from '../eventLoop/inTurns.ts'
import { readExperimentAside } from '../experiments/readAside.ts'
import { PlacesFile } from '../places/placesFile.ts'
import { sendRun } from '../places/sendRun.ts'
import { exportAside } from '../exports/aside/exportAside.ts'
import type { ExportJob, PackedExport } from '../exports/aside/exportAside.ts'
import { predictionsCsv } from '../exports/report/predictionsCsv.ts'
import { fitScopeAside } from '../runs/replay/fitScopeAside.ts'
import { extendRun } from '../runs/replay/extendRun.ts'
import { loadDocument } from '../runs/store/loadDocument.ts'
import { loadRun } from '../runs/store/loadRun.ts'
import { loadRunState } from '../runs/store/loadRunState.ts'
import { RunQueue } from '../runs/queue/runQueue.ts'
import type { QueueChange } from '../runs/queue/runQueue.ts'
import { shownStatus } from '../runs/store/shownStatus.ts'
import { storedTableOf } from '../runs/store/storedTableOf.ts'
import { storeFindings } from '../runs/store/storeFindings.ts'
import { statusSql } from '../runs/store/statusSql.ts'
import type { ExportChecker } from '../trainers/exportChecker.ts'
import type { Trainer } from '../trainers/trainer.ts'
import { readStoredTable } from '../workspace/tableStore.ts'
import type { Workspace } from '../workspace/workspace.ts'
import type { EventHub } from './eventHub.ts'
import type { RunDesk, StartRequest } from './labServices.ts'
import { LiveRun } from './liveRun.ts'
import { prepareRequest, type RequestedRun } from './prepareRequest.ts'
import { verifyStream } from './verifyStream.ts'
import { withoutPaths } from './withoutPaths.ts'

export interface RunsOptions {
  readonly workspace: Workspace
  readonly tables: ExperimentTables
  readonly hub: EventHub
  readonly trainer: Trainer
  /** Runs exported models. */
  readonly checker: ExportChecker
}

/** The queue is sent at most so often while a run trains. */
const QUEUE_EVERY_MS = 500

/** The queue of the workspace as the contract asks for it: starts runs from text, and tells whoever looks at one. */
export class RunsOfWorkspace implements RunDesk {
  readonly #options: RunsOptions
  readonly #queue: RunQueue
  /** Runs that are looked at and not over. */
  readonly #live = new Map<string, LiveRun>()
  #queueTimer: NodeJS.Timeout | undefined
  #isClosing = false

  constructor(options: RunsOptions) {
    this.#options = options
    this.#queue = new RunQueue(options)
  }

  boot(): void {
    this.#queue.listen((change) => this.#receive(change))
    if (!this.#options.workspace.isReadOnly) this.takeUp()
  }

  /** What a program that went left as running can be resumed; what waited starts. */
  takeUp(): void {
    this.#queue.boot()
  }

  /** Shows what another program has written to the runs that are looked at. */
  async lookAgain(): Promise<void> {
    for (const [runId, run] of this.#live) await this.#reread(runId, run).catch(() => this.#live.delete(runId))
    this.#tellQueue()
    this.#options.hub.tell({ kind: 'changed', what: 'runs' })
  }

  /** What trains is ended in a way that it can be resumed. */
  async shutdown(): Promise<void> {
    this.#isClosing = true
    await this.#queue.shutdown()
    clearTimeout(this.#queueTimer)
  }

  /** Whether a run is under way. */
  get isBusy(): boolean {
    return this.#queue.isBusy
  }

  /** Resolves as soon as nothing trains and nothing waits to. */
  idle(): Promise<void> {
    return this.#queue.idle()
  }

  async start(request: StartRequest): Promise<string> {
    const { workspace, tables, hub } = this.#options
    workspace.requireWriteLock()
    const { on, datasetId, sendData: isAgreed = false } = request
    const places = new PlacesFile(workspace.paths.folder)
    if (on !== undefined) await places.find(on)
    // Its table can be collected once it is stored: only the function holds it.
    const add = async (): Promise<Pick<RequestedRun, 'preflight'> & { readonly runId: string }> => {
      const { prepared, preflight } = await prepareRequest(tables, request)
      const run = on === undefined ? prepared : await sendRun(prepared, { places, on, isAgreed })
      return { runId: await this.#queue.add(run, { datasetId }), preflight }
    }
    const { runId, preflight } = await add()
    const findings = preflight()
    tables.yieldTo(on === undefined ? this.#queue.idle() : Promise.resolve(), storedTableOf(workspace, runId))
    void this.#noteFindings(runId, findings)
    hub.tell({ kind: 'changed', what: 'runs' })
    return runId
  }

  /** Keeps the findings with their run when they are known. A run goes on without them where they cannot be had or written. */
  async #noteFindings(runId: string, preflight: Promise<readonly Finding[]>): Promise<void> {
    try {
      const findings = await preflight
      if (!this.#isClosing) storeFindings(this.#options.workspace, runId, findings)
    } catch {
      // Its document then says nothing of a pre-flight.
    }
  }

  queue(): readonly QueueEntry[] {
    return this.#queue
      .entries()
      .map(({ error, ...entry }) => ({ ...entry, ...(error && { error: withoutPaths(error) }) }))
  }

  move(runId: string, to: number): void {
    this.#options.workspace.requireWriteLock()
    this.#queue.move(runId, to)
  }

  pause(runId: string): void {
    this.#options.workspace.requireWriteLock()
    this.#queue.pause(runId)
  }

  resume(runId: string): void {
    this.#options.workspace.requireWriteLock()
    this.#queue.resume(runId)
  }

  stop(runId: string): void {
    this.#options.workspace.requireWriteLock()
    this.#queue.stop(runId)
  }

  async source(runId: string): Promise<LiveRun> {
    const known = this.#live.get(runId)
    if (known) return known
    const { workspace } = this.#options
    const stored = loadRun(workspace, runId)
    const loaded = await loadRunState(workspace, stored, { values: true })
    // Read while the run went on: what trains is newer in memory, where it stands newer in the database.
    const run = new LiveRun(stored, this.#queue.liveOf(runId)?.state ?? loaded, this.#statusOf(runId))
    if (run.end) return run
    const meanwhile = this.#live.get(runId) ?? run
    this.#live.set(runId, meanwhile)
    return meanwhile
  }

  exported(job: Omit<ExportJob, 'folder'>): Promise<PackedExport> {
    const { workspace, checker } = this.#options
    return exportAside({ ...job, folder: workspace.paths.folder }, checker)
  }

  fitScope(runId: string): Promise<FitScopeTable> {
    return fitScopeAside({ folder: this.#options.workspace.paths.folder, runId })
  }

  verify(runId: string, signal?: AbortSignal): AsyncGenerator<VerifyUpdate, void> {
    const { workspace, trainer } = this.#options
    return verifyStream(workspace, runId, { trainer, ...(signal && { signal }) })
  }

  async extend(runId: string, by: Extension): Promise<ExtendedRun> {
    const { workspace, hub } = this.#options
    workspace.requireWriteLock()
    const extension =
      'repeats' in by ? by : { experiment: { path: '', text: by.text, ...(await readExperimentAside(by)) } }
    const extended = await extendRun(workspace, runId, extension)
    this.#queue.wake()
    hub.tell({ kind: 'changed', what: 'runs' })
    return extended
  }

  document(runId: string, histories: boolean): Promise<RunDocument> {
    return loadDocument(this.#options.workspace, runId, { histories })
  }

  async predictions(runId: string): Promise<string> {
    const { workspace } = this.#options
    const stored = loadRun(workspace, runId)
    const state = await loadRunState(workspace, stored, { values: true })
    const table = await readStoredTable(workspace, stored.row.tableHash)
    return inTurns(predictionsCsv(state, table, stored.row.task))
  }

  /** @throws HoldoutError where the run is no more */
  async #reread(runId: string, run: LiveRun): Promise<void> {
    const { workspace } = this.#options
    run.replace(await loadRunState(workspace, loadRun(workspace, runId), { values: true }), this.#statusOf(runId))
    if (run.end) this.#live.delete(runId)
  }

  #receive(change: QueueChange): void {
    if (change.kind === 'queue') {
      for (const [runId, run] of this.#live) run.tell([], run.state, this.#statusOf(runId))
      this.#tellQueue()
      return
    }
    const { runId, events, state } = change
    this.#live.get(runId)?.tell(events, state, this.#statusOf(runId))
    this.#queueTimer ??= setTimeout(() => this.#tellQueue(), QUEUE_EVERY_MS)
    if (!state.end) return
    this.#live.delete(runId)
    this.#options.hub.tell({ kind: 'changed', what: 'runs' })
  }

  #statusOf(runId: string): RunStatus {
    const live = this.#queue.liveOf(runId)
    if (live?.isPaused && !live.state.end) return 'paused'
    const sql = `SELECT ${statusSql('runs')} AS status FROM runs WHERE id = ?`
    const { workspace } = this.#options
    return shownStatus(
      workspace,
      runId,
      workspace.database.get<{ status: RunStatus }>(sql, [runId])?.status ?? 'stopped',
    )
  }

  #tellQueue(): void {
    clearTimeout(this.#queueTimer)
    this.#queueTimer = undefined
    if (!this.#isClosing) this.#options.hub.tell({ kind: 'queue', queue: this.queue() })
  }
}
