/**
 * What happens to a run, as data, in the order it happens. The trainer emits these, the lab adds the
 * end; `applyRunEvent` folds them into a `RunState`. Times are milliseconds since the run began.
 */
import type { TrainingScope } from './trainedScope.ts'
import type { FitExplanation } from '../diagnostics/explanation.ts'
import type { ErrorData } from '../errors.ts'
import type { Scores } from '../metrics/scores.ts'
import type { Predictions } from '../model/predictions.ts'
import type { BootstrapEstimate } from '../statistics/bootstrapCorrection.ts'
import type { ReferenceKind } from '../references/referenceKind.ts'
import type { ShardState } from './shardState.ts'

/** One network trained on one split. `outer` is set for inner fits of a nested protocol. */
export interface FitKey {
  /** Index into the run's candidates. */
  readonly candidate: number
  readonly repeat: number
  readonly fold: number
  /** For an inner fit of a nested protocol: the outer fold (over all repeats) whose training rows it splits. */
  readonly outer?: number
  /** For a point of a learning curve: the share of the fold's training rows it is trained on, below 1. */
  readonly fraction?: number
}

export interface BackendInfo {
  readonly name: 'kernel' | 'tensorflow' | 'wasm' | 'cpu'
  readonly version: string
  readonly program: 'compiled' | 'eager'
  readonly threads: { readonly intraOp: number; readonly interOp: number }
  /** Version of Holdout's own arithmetic (`ENGINE_VERSION`); absent in runs of the first one. */
  readonly engine?: number
  /** Vector instructions that the native kernels use (`instructionsOf`); absent for portable backends and in older runs. */
  readonly instructions?: string
  /** Why not native, where it is not. */
  readonly notice?: string
}

/** History of one fit: one number per epoch. `loss`/`accuracy` are running means while training, `val*` after the epoch on held-out rows. */
export type History = Readonly<Record<string, readonly number[]>>

/** What preprocessing learned in one fold, how many cells it met unprepared, and whether anything was learned behind it. */
export interface FoldPreparation {
  readonly trainRows: number
  readonly testRows: number
  /** Cells of held-out rows whose category no training row had. */
  readonly unseenCategories: number
  readonly imputedCells: number
  /** 128-bit hash of the training rows' numbers and the fitted parameters: tells what was fitted on what. */
  readonly fingerprint: string
  /** What the fit itself saw; absent in runs of earlier versions and in what candidates share. */
  readonly training?: TrainingScope
  /** Set where the predictions of its held-out rows are (nearly) all the same (`predictsConstant`). */
  readonly isConstant?: true
}

export interface FitDiverged {
  readonly epoch: number
  readonly learningRate: number
}

export type RunEvent =
  | { readonly kind: 'started'; readonly backend: BackendInfo; readonly fits: number; readonly atMs: number }
  /** A candidate's fits are about to train (candidates that share a program start together). */
  | {
      readonly kind: 'candidatesStarted'
      readonly candidates: readonly number[]
      readonly fits: number
      readonly epochs: number
      readonly atMs: number
    }
  /** Progress of fits trained together; `values[metric][i]` holds new epochs of `fits[i]`. Throttled at the source. */
  | {
      readonly kind: 'epochs'
      readonly fits: readonly FitKey[]
      readonly fromEpoch: number
      readonly values: Readonly<Record<string, readonly (readonly number[])[]>>
      readonly atMs: number
    }
  | {
      readonly kind: 'fitFinished'
      readonly fit: FitKey
      readonly history: History
      readonly scores: Scores
      readonly predictions: Predictions
      readonly preparation: FoldPreparation
      readonly epochs: number
      readonly steps: number
      readonly seconds: number
      /** Set where early stopping chose an epoch (from 1). */
      readonly bestEpoch?: number
      /** What was computed from the model before it was forgotten. */
      readonly explanation?: FitExplanation
      readonly atMs: number
    }
  | {
      readonly kind: 'fitDiverged'
      readonly fit: FitKey
      readonly diverged: FitDiverged
      readonly history: History
      readonly preparation: FoldPreparation
      readonly steps: number
      readonly seconds: number
      readonly atMs: number
    }
  /** More is known of a finished fit: points of its learning curve, or what a replay computed from its model. */
  | { readonly kind: 'fitExplained'; readonly fit: FitKey; readonly explanation: FitExplanation; readonly atMs: number }
  /** Reference models that will be fitted beside the networks. */
  | { readonly kind: 'referencesPlanned'; readonly references: readonly ReferenceKind[]; readonly atMs: number }
  | { readonly kind: 'referenceStarted'; readonly reference: ReferenceKind; readonly atMs: number }
  | {
      readonly kind: 'referenceEnded'
      readonly reference: ReferenceKind
      readonly end: ReferenceEnd
      /** Every fold of the outermost splits where it finished, else none. */
      readonly fits: readonly ReferenceFit[]
      readonly seconds: number
      readonly atMs: number
    }
  /** What the choice of the best candidate is worth, from the out-of-fold predictions of all. */
  | { readonly kind: 'optimism'; readonly estimate: BootstrapEstimate; readonly atMs: number }
  /** What is known of a part of a run that trains on a place. `of`: parts in all. */
  | {
      readonly kind: 'shard'
      readonly shard: number
      readonly of: number
      readonly state: ShardState
      readonly atMs: number
    }
  | { readonly kind: 'notice'; readonly message: string; readonly atMs: number }
  | { readonly kind: 'finalModel'; readonly candidate: number; readonly file: string; readonly atMs: number }
  | { readonly kind: 'ended'; readonly end: RunEnd; readonly atMs: number }

/** How a reference model ended. None of these hinders the run. */
export type ReferenceEnd =
  | { readonly kind: 'finished' }
  /** It could not be fitted. */
  | { readonly kind: 'failed'; readonly error: ErrorData }
  /** Not begun, or given up, since it takes longer than it may. */
  | { readonly kind: 'leftOut'; readonly reason: string }
  /** The run was stopped, or its program went, before it came to its end. */
  | { readonly kind: 'interrupted' }

/** A reference model on one split. */
export interface ReferenceFit {
  readonly repeat: number
  readonly fold: number
  readonly scores: Scores
  readonly predictions: Predictions
  readonly trainRows: number
  readonly testRows: number
  readonly seconds: number
}

/** How a run ended. A stop asked for by the person is not an error. */
export type RunEnd =
  | { readonly kind: 'finished' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly error: ErrorData }
  | { readonly kind: 'crashed'; readonly reason: string; readonly error: ErrorData }
