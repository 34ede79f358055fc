import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Draft, SaveOutcome } from '../contract/experiments.ts'
import type { ReportFormat } from '../contract/reports.ts'
import type { Environment } from '../contract/system.ts'
import { EventHub } from './api/eventHub.ts'
import { HistoryFromWorkspace } from './api/historyFromWorkspace.ts'
import type { HostServices, LabServices } from './api/labServices.ts'
import { reportHtml } from './api/reportAnswers.ts'
import { openReport } from './exports/report/openReport.ts'
import { shownFolder } from './api/withoutPaths.ts'
import { PlacesOfWorkspace } from './api/placesOfWorkspace.ts'
import { RunsOfWorkspace } from './api/runsOfWorkspace.ts'
import { DatasetStore } from './datasets/store/datasetStore.ts'
import { ExperimentTables } from './datasets/store/experimentTables.ts'
import { readRows } from './datasets/read/rowReader.ts'
import { DiagnosisService } from './diagnostics/diagnosisService.ts'
import { describeBackend } from './experiments/describeBackend.ts'
import { describeEnvironment } from './experiments/describeEnvironment.ts'
import { RecentFiles } from './experiments/recentFiles.ts'
import { FileGrants } from './files/fileGrants.ts'
import { Inbox } from './files/inbox.ts'
import { JsonFile } from './files/jsonFile.ts'
import { writeDownload } from './files/writeDownload.ts'
import { PredictionService } from './models/predictionService.ts'
import type { Planner } from './places/shardFolder.ts'
import { SettingsFile } from './settings/settingsFile.ts'
import type { ExportChecker } from './trainers/exportChecker.ts'
import type { Trainer } from './trainers/trainer.ts'
import { Downloads } from './web/downloads.ts'
import type { BulkData, Download } from './web/pageHandler.ts'
import type { LockHolder } from './workspace/writeLock.ts'
import { LockWatch } from './workspace/lockWatch.ts'
import { Workspace } from './workspace/workspace.ts'
import type { Sighting } from './workspace/workspace.ts'

export interface LabOptions {
  /** Folder of the workspace; made if it is not there. */
  readonly workspace: string
  /** Named to those who are refused the workspace. */
  readonly program: string
  /** Folder of samples and examples. */
  readonly resources: string
  readonly trainer: Trainer
  /** Runs exported models. */
  readonly checker: ExportChecker
  /** Says how runs are divided for places; a child process of this Node unless given. */
  readonly plan?: Planner
  readonly host: HostServices
}

/**
 * All services that answer the page, built in order and taken down in reverse.
 *
 * Nothing here computes: who owns what is in the services' own files.
 */
export class Lab {
  readonly services: LabServices
  /** What the page fetches beside asking by procedures. */
  readonly data: BulkData
  readonly runs: RunsOfWorkspace
  readonly hub: EventHub
  readonly files: FileGrants
  readonly #workspace: Workspace
  readonly #inbox: Inbox
  readonly #downloads = new Downloads()
  readonly #options: LabOptions
  #watch: LockWatch | undefined

  private constructor(options: LabOptions, workspace: Workspace) {
    const { folder, datasets } = workspace.paths
    this.#options = options
    this.#workspace = workspace
    const inbox = join(folder, 'inbox')
    this.#inbox = new Inbox(inbox)
    this.hub = new EventHub()
    this.files = new FileGrants(options.resources, inbox)
    const mayWrite = (): boolean => !workspace.isReadOnly
    const store = new DatasetStore(datasets, () => workspace.requireWriteLock())
    const tables = new ExperimentTables(store)
    this.runs = new RunsOfWorkspace({
      ...{ workspace, tables, hub: this.hub },
      ...{ trainer: options.trainer, checker: options.checker },
    })
    this.services = {
      host: options.host,
      version: describeEnvironment().holdout,
      resources: options.resources,
      hub: this.hub,
      files: this.files,
      datasets: store,
      tables,
      recent: new RecentFiles(folder, this.files, mayWrite),
      draft: new JsonFile(join(folder, 'draft.json'), (data) => (isDraft(data) ? data : null), mayWrite),
      settings: new SettingsFile(folder, mayWrite),
      runs: this.runs,
      places: new PlacesOfWorkspace({ workspace, tables, ...(options.plan && { plan: options.plan }) }),
      history: new HistoryFromWorkspace(workspace),
      diagnostics: new DiagnosisService(workspace),
      predictions: new PredictionService(),
      now: () => new Date(),
      wait: async (ms) => {
        await wait(ms)
      },
      environment: () => this.#environment(),
      handOut: (download, to) => this.#handOut(download, to),
      reportFormats: () => reportFormats(options.host),
    }
    this.data = {
      rows: async (datasetId, request) => readRows(await store.open(datasetId), request),
      upload: async (name, body) => this.files.grant(await this.#inbox.receive(name, body)),
      reportHtml: (runId, options) => reportHtml(this.services, runId, options),
      openedReportHtml: async (id, options) => (await openReport(await this.files.pathOf(`file:${id}`), options)).html,
      download: (id) => this.#downloads.take(id),
    }
  }

  /**
   * Opens the workspace to write, or merely to look while another program writes to it; takes over when that has gone.
   * @throws HoldoutError of the family `workspace`
   */
  static async boot(options: LabOptions): Promise<Lab> {
    const { workspace: folder, program } = options
    const workspace = await Workspace.open({ folder, access: 'share', program })
    try {
      const lab = new Lab(options, workspace)
      lab.runs.boot()
      if (workspace.isReadOnly) lab.#watch = new LockWatch(workspace, (sighting) => lab.#follow(sighting))
      return lab
    } catch (error) {
      await workspace.shutdown()
      throw error
    }
  }

  /** Runs under way are paused and can be resumed; what was sent by a browser is forgotten. */
  async shutdown(): Promise<void> {
    await this.#watch?.close()
    await this.runs.shutdown()
    await this.services.predictions.shutdown()
    await this.services.diagnostics.shutdown()
    await this.#inbox.clear()
    await this.#workspace.shutdown()
  }

  /** Who writes to the workspace, where another program does. */
  get writer(): LockHolder | undefined {
    return this.#workspace.isReadOnly ? this.#workspace.lockHolder : undefined
  }

  async #follow(sighting: Exclude<Sighting, 'same'>): Promise<void> {
    await this.runs.lookAgain()
    this.hub.tell({ kind: 'changed', what: 'datasets' })
    if (sighting === 'changed') return
    this.runs.takeUp()
    this.hub.tell({ kind: 'writable' })
  }

  async #environment(): Promise<Environment> {
    const { holdout, node, platform, cpu, cores, memoryBytes } = describeEnvironment()
    return {
      host: this.#options.host.host,
      version: holdout,
      node,
      platform,
      cpu,
      cores,
      memoryBytes,
      workspace: shownFolder(this.#workspace.paths.folder),
      backend: await describeBackend(),
      isReadOnly: this.#workspace.isReadOnly,
    }
  }

  async #handOut(download: Download, to?: string): Promise<SaveOutcome> {
    const { chooseSavePath } = this.#options.host
    if (to === undefined && !chooseSavePath) {
      return { kind: 'download', path: this.#downloads.offer(download), name: download.name }
    }
    const path = to ?? (await chooseSavePath?.(download.name))
    if (path === undefined) return { kind: 'cancelled' }
    await writeDownload(path, download.content)
    return { kind: 'saved', file: await this.files.grant(path), folder: shownFolder(dirname(path)) }
  }
}

function reportFormats({ printPdf }: HostServices): readonly ReportFormat[] {
  return ['html', ...(printPdf ? (['pdf'] as const) : []), 'md', 'json', 'csv', 'yaml']
}

function isDraft(data: unknown): data is Draft {
  return typeof data === 'object' && data !== null && 'text' in data && typeof data.text === 'string'
}
