/** What the trainer is handed: immutable, by file and by value; and what it may receive while it works. */
import type { Task } from '../dataset/table.ts'
import type { DatasetSettings } from '../dataset/datasetSettings.ts'
import type { ImportanceSettings } from '../diagnostics/explainSettings.ts'
import type { ErrorData } from '../errors.ts'
import type { ExportCheck, ExportOutputs } from '../exports/exportCheck.ts'
import type { PreprocessingSpec } from '../preprocessing/preprocessingSpec.ts'
import type { ReferenceKind } from '../references/referenceKind.ts'
import type { ValidationSpec } from '../split/validationSpec.ts'
import type { Candidate } from '../model/modelSpec.ts'
import type { InstructionLevel } from './instructions.ts'
import type { JobPlan } from './jobPlan.ts'
import type { FitKey, RunEvent } from './runEvent.ts'

export interface TrainerJob {
  readonly runId: string
  /** Name of the place where it is trained; absent: this machine. */
  readonly place?: string
  /** Path of the table file (`encodeTable`). */
  readonly tableFile: string
  /** SHA-256 of the table file, hex, where it was kept before: a damaged table must not be trained on. */
  readonly tableSha256?: string
  readonly task: Task
  /** Labels of the classes in code order; empty for regression. */
  readonly classes: readonly string[]
  readonly seed: number
  readonly preprocessing: PreprocessingSpec
  readonly validation: ValidationSpec
  /** How held-out rows are scored; absent: as runs of earlier versions did, of class 1 and without weights. */
  readonly scoring?: { readonly positive?: number; readonly isWeighted?: boolean }
  /** What histories of a regression hold beside the loss; absent: mean absolute errors, as runs of earlier versions did. */
  readonly epochMetric?: 'rootMeanSquaredError'
  /** How early stopping chooses the rows it watches; absent: by class alone, as runs of earlier versions did. */
  readonly watch?: 'byGroups' | 'byTime'
  readonly candidates: readonly Candidate[]
  /** Fits already finished, to be left out (resume, extend). */
  readonly finished: readonly FitKey[]
  /** Blocks to train, as planned; absent: all fits, in blocks as they come. What is not named counts as finished. */
  readonly only?: readonly (readonly FitKey[])[]
  /** A folder for checkpoints; absent: none are written. */
  readonly checkpointFolder?: string
  readonly checkpointEveryMs: number
  /** A folder for final models; absent: none are made. */
  readonly modelFolder?: string
  /** Whether final models are the mean of the networks of the folds, instead of one network trained on all rows. */
  readonly hasEnsembles?: boolean
  /** How the dataset was read: kept in final models, so that other files are read alike. */
  readonly dataset?: DatasetSettings
  /** `auto` takes the kernel where it was built, else the native library where it loads, else the portable backend. */
  readonly backend: 'auto' | 'kernel' | 'tensorflow' | 'portable'
  readonly program: 'compiled' | 'eager'
  /** Upper bound for tensors held at once, beyond the library itself. */
  readonly memoryBudgetBytes: number
  readonly threads: { readonly intraOp: number; readonly interOp: number }
  /** Vector instructions to use at most: what began with them goes on with them. Absent: all that the processor has. */
  readonly instructions?: InstructionLevel
  /** Reference models to fit beside the networks; absent: none. */
  readonly references?: ReferenceRequest
  /** What is computed from the models of the outermost folds while they are in memory; absent: nothing. */
  readonly explain?: ExplainRequest
}

/** What is computed from the model of each fold. Layers and training scores always are. */
export interface ExplainRequest {
  /** Metric that ranks. */
  readonly ranking: string
  /** Absent: neither importance nor dependence. */
  readonly importance?: ImportanceSettings
  /** Shares of the training rows that each outermost fold is also trained on, below 1; absent: none. */
  readonly fractions?: readonly number[]
}

/** Which reference models a run is to fit. */
export interface ReferenceRequest {
  readonly kinds: readonly ReferenceKind[]
  /** Whether those that take too long are left out; otherwise all are fitted, however long it takes. */
  readonly hasBudget: boolean
}

/** What the process that fits reference models is handed. */
export interface ReferenceJob
  extends
    Pick<TrainerJob, 'runId' | 'tableFile' | 'task' | 'classes' | 'seed' | 'preprocessing' | 'validation' | 'scoring'>,
    ReferenceRequest {}

/** Told to the trainer. */
export type TrainerCommand =
  | { readonly kind: 'run'; readonly job: TrainerJob }
  | { readonly kind: 'references'; readonly job: ReferenceJob }
  /** The networks are done: reference models may take so many seconds of processor time in all. */
  | { readonly kind: 'budget'; readonly seconds: number }
  | { readonly kind: 'check'; readonly check: ExportCheck }
  /** Only says which blocks the job consists of. `mostLanes`: fits in one block, at most. */
  | { readonly kind: 'plan'; readonly job: TrainerJob; readonly mostLanes?: number }
  /** A job is on its way: what takes long to load may be loaded. */
  | { readonly kind: 'warmUp' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }

/** What became of an export check. */
export type CheckAnswer =
  | { readonly kind: 'checked'; readonly outputs: ExportOutputs }
  | { readonly kind: 'notChecked'; readonly error: ErrorData }

/** What became of a plan. */
export type PlanAnswer =
  | { readonly kind: 'planned'; readonly plan: JobPlan }
  | { readonly kind: 'notPlanned'; readonly error: ErrorData }

/** Told by the trainer: run events in batches (at most 20 messages a second), or the answer to a check or a plan. */
export type TrainerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'events'; readonly events: readonly RunEvent[] }
  | CheckAnswer
  | PlanAnswer
