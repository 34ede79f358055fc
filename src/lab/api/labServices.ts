import type {
  ComparisonTable,
  CandidateCurves,
  HistoryFieldInfo,
  HistoryPage,
  HistoryQuery,
} from '../../contract/history.ts'
import type { Environment, Host } from '../../contract/system.ts'
import type { SavedModel } from '../../contract/models.ts'
import type { PlacePlan, PlaceState, PlaceSummary } from '../../contract/places.ts'
import type { ReportFormat } from '../../contract/reports.ts'
import type { ExtendedRun, Extension, QueueEntry, VerifyUpdate } from '../../contract/runs.ts'
import type { Draft, SaveOutcome } from '../../contract/experiments.ts'
import type { ExportJob, PackedExport } from '../exports/aside/exportAside.ts'
import type { FitScopeTable } from '../../core/run/fitScopeTable.ts'
import type { RunDocument } from '../../core/run/runDocument.ts'
import type { DatasetStore } from '../datasets/store/datasetStore.ts'
import type { ExperimentTables } from '../datasets/store/experimentTables.ts'
import type { DiagnosisService } from '../diagnostics/diagnosisService.ts'
import type { RecentFiles } from '../experiments/recentFiles.ts'
import type { FileGrants } from '../files/fileGrants.ts'
import type { JsonFile } from '../files/jsonFile.ts'
import type { PredictionService } from '../models/predictionService.ts'
import type { SettingsFile } from '../settings/settingsFile.ts'
import type { Download } from '../web/pageHandler.ts'
import type { CurveRequest } from './candidateCurves.ts'
import type { EventHub } from './eventHub.ts'
import type { RunSource } from './runStream.ts'

/** What differs between the app's window and a browser. */
export interface HostServices {
  readonly host: Host
  /** Asks for a file to open by the system's own dialog; absent where there is none. */
  readonly chooseFile?: (
    kind: 'csv' | 'experiment' | 'report' | 'model' | 'any',
    folder?: string,
  ) => Promise<string | undefined>
  /** Asks where to save. */
  readonly chooseSavePath?: (name: string) => Promise<string | undefined>
  /** A self-contained HTML page as PDF. */
  readonly printPdf?: (html: string) => Promise<Uint8Array<ArrayBuffer>>
}

/** What starting a run takes. */
export interface StartRequest {
  readonly text: string
  readonly datasetId: string
  readonly seed?: number
  readonly models?: readonly string[]
  /** Name of the place where it is trained; absent: this machine. */
  readonly on?: string
  /** Whether the person agrees that the dataset is copied to the place. */
  readonly sendData?: boolean
}

/** Places beside this machine. */
export interface PlaceDesk {
  list(): Promise<readonly PlaceSummary[]>
  check(name: string): Promise<PlaceState>
  plan(request: StartRequest & { readonly on: string }): Promise<PlacePlan>
}

/** Runs from start to end, whoever keeps them. */
export interface RunDesk {
  start(request: StartRequest): Promise<string>
  queue(): readonly QueueEntry[]
  move(runId: string, to: number): Promise<void> | void
  pause(runId: string): Promise<void> | void
  resume(runId: string): Promise<void> | void
  stop(runId: string): Promise<void> | void
  source(runId: string): Promise<RunSource> | RunSource
  fitScope(runId: string): Promise<FitScopeTable>
  verify(runId: string, signal?: AbortSignal): AsyncGenerator<VerifyUpdate, void>
  extend(runId: string, by: Extension): Promise<ExtendedRun>
  document(runId: string, histories: boolean): Promise<RunDocument> | RunDocument
  /** The run in a format for other programs, checked. @throws HoldoutError of the families `export` and `usage` */
  exported(job: Omit<ExportJob, 'folder'>): Promise<PackedExport>
  /** Out-of-fold predictions as CSV. */
  predictions(runId: string): Promise<string>
}

/** All runs that ever were. */
export interface HistoryDesk {
  query(query: HistoryQuery): HistoryPage
  fields(): readonly HistoryFieldInfo[]
  compare(rows: readonly string[], metric?: string): Promise<ComparisonTable>
  curves(rows: readonly string[], request: CurveRequest): Promise<readonly CandidateCurves[]>
  annotate(
    runIds: readonly string[],
    changes: {
      readonly name?: string
      readonly note?: string
      readonly tags?: readonly string[]
      readonly isStarred?: boolean
    },
  ): void
  delete(runIds: readonly string[]): void
  restore(runIds: readonly string[]): void
  countOnDataset(datasetId: string): number
  /** Seconds that so many steps are likely to take here; `null` where no run is finished. */
  secondsFor(work: { readonly steps: number; readonly parameters: number }): number | null
  models(): readonly SavedModel[]
  /** Path of a candidate's final model. @throws HoldoutError `usage/no-models` */
  modelPath(candidate: string): string
}

/** Everything that the procedures of the contract are answered with. */
export interface LabServices {
  readonly host: HostServices
  readonly version: string
  /** Folder of samples and examples. */
  readonly resources: string
  readonly hub: EventHub
  readonly files: FileGrants
  readonly datasets: DatasetStore
  readonly tables: ExperimentTables
  readonly recent: RecentFiles
  readonly draft: JsonFile<Draft | null>
  readonly settings: SettingsFile
  readonly runs: RunDesk
  readonly places: PlaceDesk
  readonly history: HistoryDesk
  readonly diagnostics: DiagnosisService
  readonly predictions: PredictionService
  readonly now: () => Date
  readonly wait: (ms: number) => Promise<void>
  environment(): Promise<Environment>
  /** Saves where a dialog says, or keeps it for a browser to fetch. */
  handOut(download: Download, to?: string): Promise<SaveOutcome>
  reportFormats(): readonly ReportFormat[]
}
