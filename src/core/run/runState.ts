/** What is known about a run at one moment, folded from its events by `applyRunEvent`. Plain data. */
import type {
  BackendInfo,
  FitDiverged,
  FitKey,
  FoldPreparation,
  History,
  ReferenceEnd,
  ReferenceFit,
  RunEnd,
} from './runEvent.ts'
import type { FitExplanation } from '../diagnostics/explanation.ts'
import type { Predictions } from '../model/predictions.ts'
import type { Scores } from '../metrics/scores.ts'
import type { BootstrapEstimate } from '../statistics/bootstrapCorrection.ts'
import type { ReferenceKind } from '../references/referenceKind.ts'
import type { ShardState } from './shardState.ts'
import { seriesValues } from './series.ts'
import type { Series } from './series.ts'

export type FitStatus = 'running' | 'finished' | 'diverged'

/** One fit as far as it has come. What only an end brings is absent until then. */
export interface FitState {
  readonly key: FitKey
  readonly status: FitStatus
  /** Epochs trained so far. */
  readonly epoch: number
  /** Read it by {@link historyOf}. */
  readonly history: Readonly<Record<string, Series>>
  readonly scores?: Scores
  readonly predictions?: Predictions
  readonly preparation?: FoldPreparation
  readonly diverged?: FitDiverged
  readonly bestEpoch?: number
  /** What was computed from its model. */
  readonly explanation?: FitExplanation
  readonly steps: number
  readonly seconds: number
}

/** One candidate of the run. */
export interface CandidateState {
  readonly name: string
  readonly status: 'waiting' | 'running' | 'done'
  /** Epochs each fit may take at most. */
  readonly epochs: number
  /** By {@link fitId}, in the order in which fits were first heard of. */
  readonly fits: ReadonlyMap<string, FitState>
  /** Fits that are to be trained; 0 while unknown. */
  readonly plannedFits: number
  readonly finishedFits: number
  readonly divergedFits: number
  readonly startedAtMs?: number
  readonly finalModel?: string
}

/** A reference model of the run. */
export interface ReferenceState {
  readonly kind: ReferenceKind
  readonly status: 'waiting' | 'running' | 'done'
  /** Once it is done. */
  readonly end?: ReferenceEnd
  /** Of every fold once it has finished. */
  readonly fits: readonly ReferenceFit[]
  readonly seconds: number
}

/** Whole run. `status` is `ended` as soon as `end` is known. */
export interface RunState {
  readonly status: 'waiting' | 'running' | 'ended'
  readonly candidates: readonly CandidateState[]
  /** Reference models, in the order in which they are fitted; none where the experiment asks for none. */
  readonly references: readonly ReferenceState[]
  readonly backend?: BackendInfo
  /** What the choice of the best candidate is worth. */
  readonly optimism?: BootstrapEstimate
  /** Fits of all candidates together; 0 while unknown. */
  readonly plannedFits: number
  readonly finishedFits: number
  readonly divergedFits: number
  readonly notices: readonly string[]
  /** Parts of a run that trains on a place; none of other runs. */
  readonly shards: readonly ShardState[]
  /** Time of the newest event, in milliseconds since the run began. */
  readonly atMs: number
  readonly end?: RunEnd
}

/** A run of which nothing has been heard yet. */
export function initialRunState(candidates: readonly { readonly name: string; readonly epochs: number }[]): RunState {
  return {
    status: 'waiting',
    candidates: candidates.map(({ name, epochs }) => ({
      name,
      status: 'waiting',
      epochs,
      fits: new Map(),
      plannedFits: 0,
      finishedFits: 0,
      divergedFits: 0,
    })),
    references: [],
    plannedFits: 0,
    finishedFits: 0,
    divergedFits: 0,
    notices: [],
    shards: [],
    atMs: 0,
  }
}

/** Tells the fits of one candidate apart: repeat and fold, and the outer fold of an inner fit. */
export function fitId({ repeat, fold, outer }: Pick<FitKey, 'repeat' | 'fold' | 'outer'>): string {
  return outer === undefined ? `${repeat}/${fold}` : `${repeat}/${fold} in ${outer}`
}

/** The history of a fit so far, as arrays of its own. */
export function historyOf(fit: FitState): History {
  return Object.fromEntries(Object.entries(fit.history).map(([metric, series]) => [metric, seriesValues(series)]))
}

/** Whether a fit has come to its end, well or not. */
export function isDone(fit: FitState): boolean {
  return fit.status !== 'running'
}
