/**
 * The result of a run as one JSON document: what `run --json` prints, `result.json` holds and every report is made from.
 *
 * Only types here; `buildRunDocument` fills them in. Fields are only ever added, so that older documents can be read.
 */
import type { LearnedDocument } from './learnedColumns.ts'
import type { LedgerEntry } from '../dataset/ledger.ts'
import type { DiagnosisDocument } from '../diagnostics/diagnosisDocument.ts'
import type { Finding } from '../diagnostics/preflight/preflight.ts'
import type { Task } from '../dataset/table.ts'
import type { BootstrapEstimate } from '../statistics/bootstrapCorrection.ts'
import type { Chances } from '../statistics/bayesianCorrelatedTTest.ts'
import type { Interval } from '../statistics/interval.ts'
import type { SettlingForecast } from '../statistics/settlingForecast.ts'
import type { VerdictKind } from '../statistics/verdict.ts'
import type { ReferenceKind } from '../references/referenceKind.ts'
import type { BackendInfo, FitDiverged, FoldPreparation, History, ReferenceEnd, RunEnd } from './runEvent.ts'
import type { RunPlace, ShardState } from './shardState.ts'
import type { Scores } from '../metrics/scores.ts'

export interface DatasetDocument {
  /** Name of the file, without its folder. */
  readonly file?: string
  readonly rows: number
  readonly features: number
  readonly target: string
  /** Labels in code order; absent for regression. */
  readonly classes?: readonly string[]
  /** Rows of each class, in the order of `classes`. */
  readonly classCounts?: readonly number[]
  /** Features that hold dates; absent where there is none, or of a run made before this was kept. */
  readonly dateColumns?: readonly string[]
  /** Of the file's bytes, hex. */
  readonly sha256: string
}

/** An interval of a mean over folds. */
export type IntervalDocument = Interval

/** A metric over the finished fits of one candidate. */
export interface MetricDocument {
  /** Over the folds where it is defined; `null` where it is defined in none. */
  readonly mean: number | null
  /** Population standard deviation over folds, as numpy's `.std()`; `null` for fewer than two folds. */
  readonly std: number | null
  /** Sample standard deviation (divisor n − 1); `null` for fewer than two folds. */
  readonly sampleStd: number | null
  readonly interval: IntervalDocument | null
  /** One value per finished fit, by repeat and fold; `null` where the metric is undefined. */
  readonly folds: readonly (number | null)[]
}

/** One fit of a candidate. */
export interface FitDocument {
  readonly repeat: number
  readonly fold: number
  /** Outer fold of an inner fit of a nested protocol. */
  readonly outer?: number
  readonly status: 'finished' | 'diverged'
  readonly epochs: number
  readonly bestEpoch?: number
  readonly steps: number
  readonly seconds: number
  readonly scores?: Scores
  readonly diverged?: FitDiverged
  readonly preparation?: FoldPreparation
  /** Left out where the document is to stay small. */
  readonly history?: History
}

export interface ModelDocument {
  readonly name: string
  /** The model of the experiment file it came from. */
  readonly model: string
  readonly hyperparameters: Readonly<Record<string, number | string | boolean>>
  /** Weights and biases that are trained. */
  readonly parameters: number
  /** Fits that came to an end, diverged ones among them. */
  readonly fits: number
  /** Diverged fits: named in `fitResults`, never averaged in. */
  readonly failed: number
  /** Fits that were to be trained; more than `fits` where the run was stopped. */
  readonly planned: number
  /** Outermost folds with a score, and those there are: fewer where fits diverged or the run was stopped. */
  readonly folds?: { readonly scored: number; readonly planned: number }
  readonly steps: number
  readonly seconds: number
  /**
   * Of the fits on the outermost splits; inner fits of a nested protocol are in `fitResults` only. Where the experiment
   * names `metrics`, only those, in its order; the scores of `fitResults` are always all.
   */
  readonly metrics: Readonly<Record<string, MetricDocument>>
  readonly fitResults: readonly FitDocument[]
}

/** A model that the networks have to beat, on the same folds. It ranks nowhere among them and is never exported. */
export interface ReferenceDocument {
  readonly name: string
  readonly kind: ReferenceKind
  readonly status: ReferenceEnd['kind']
  /** Why it has no scores; absent where it finished. */
  readonly reason?: string
  readonly seconds: number
  /** As those of models; empty unless it finished. */
  readonly metrics: Readonly<Record<string, MetricDocument>>
  /** By repeat and fold. */
  readonly fitResults: readonly ReferenceFitDocument[]
}

/** A reference model on one split, without its predictions. */
export interface ReferenceFitDocument {
  readonly repeat: number
  readonly fold: number
  readonly trainRows: number
  readonly testRows: number
  readonly seconds: number
  readonly scores: Scores
}

/**
 * Two candidates on the folds both finished; the one with the better mean comes first. Where `reference` is set, the best
 * candidate comes first and that reference model second, whichever is better.
 */
export interface ComparisonDocument {
  readonly first: string
  readonly second: string
  /** Set where the second is a reference model. */
  readonly reference?: ReferenceKind
  readonly metric: string
  readonly folds: number
  /** Mean of first minus second, in the metric's unit. */
  readonly difference: number
  readonly interval: IntervalDocument | null
  /** Why there is no interval: the folds differ all by the same, which says nothing of how far others would. */
  readonly intervalAbsent?: 'equalDifferences'
  /** Corrected resampled t-test, two-sided. */
  readonly p: number
  /** `p` corrected for the number of comparisons (Holm). */
  readonly adjustedP: number
  /** Bayesian correlated t-test: chances that first is better, both are equal within `zone`, second is better. */
  readonly chances: Chances
  /** Half width of the region of practical equivalence, in the metric's unit. */
  readonly zone: number
  readonly verdict: VerdictKind
  /** The verdict in plain words. */
  readonly headline: string
  /** What more repeats would bring; `null` where the verdict is sure, where folds cannot be repeated, and beyond the best pairs. */
  readonly settling: SettlingForecast | null
}

/** What choosing the best of several candidates on the same folds costs; both estimates come without training again. */
export interface OptimismDocument {
  readonly metric: string
  /** Candidates that have a score. */
  readonly candidates: number
  readonly winner: string
  /** Mean of the winner over folds: too good, since the folds that chose it also score it. */
  readonly naive: number
  /** Tibshirani and Tibshirani (2009), from the scores of folds; `null` where folds lack a score. */
  readonly tibshirani: { readonly corrected: number; readonly bias: number } | null
  /** Bootstrap bias corrected cross-validation (Tsamardinos et al. 2018), from the out-of-fold predictions. */
  readonly bootstrap: (BootstrapEstimate & { readonly bias: number }) | null
}

/** The estimate of a nested protocol: the outer scores of whatever the inner folds chose. */
export interface NestedDocument {
  /** Metric that chose. */
  readonly choose: string
  readonly choices: readonly {
    readonly repeat: number
    readonly fold: number
    readonly candidate: string
  }[]
  readonly metrics: Readonly<Record<string, MetricDocument>>
}

/** Where and with what a run was made. */
export interface EnvironmentDocument {
  readonly holdout: string
  readonly node: string
  readonly platform: string
  readonly cpu: string
  readonly cores: number
  readonly memoryBytes: number
}

/** The place where a run was trained, and its parts as far as they are known. */
export interface PlaceDocument extends RunPlace {
  readonly parts: readonly ShardState[]
}

export interface RunDocument {
  readonly holdout: 1
  /** Id of the run. */
  readonly run: string
  readonly name: string
  readonly description?: string
  readonly task: Task
  readonly seed: number
  /** What differed from the experiment file, as given on the command line. */
  readonly overrides?: Readonly<Record<string, string | number | readonly string[]>>
  /** Where it was trained; absent: on this machine. */
  readonly place?: PlaceDocument
  /** ISO 8601. */
  readonly startedAt: string
  /** From the start of the trainer to the end of the run. */
  readonly seconds: number
  readonly end: RunEnd
  readonly dataset: DatasetDocument
  /** The class of a binary task that precision, recall, F1 and average precision are about. */
  readonly positiveClass?: string
  readonly backend: BackendInfo | null
  readonly models: readonly ModelDocument[]
  /** Metric that ranks the models: the first of `metrics`, else accuracy for classes, root mean squared error for numbers. */
  readonly primaryMetric: string
  /** Candidates with each other, then the best of them with each reference model. */
  readonly comparisons: readonly ComparisonDocument[]
  /** Reference models that were begun; absent where the experiment asks for none. */
  readonly references?: readonly ReferenceDocument[]
  /** Reference models that were left out, since they take longer than they may. */
  readonly referencesLeftOut?: readonly {
    readonly kind: ReferenceKind
    readonly name: string
    readonly reason: string
  }[]
  readonly nested?: NestedDocument
  /** Absent for a single candidate, and where a nested protocol scores the choice itself. */
  readonly optimism?: OptimismDocument
  readonly notices: readonly string[]
  /** What the pre-flight found; absent where there was none. */
  readonly findings?: readonly Finding[]
  /** Where the models are wrong and what the checks found; absent where that was not asked for. */
  readonly diagnoses?: DiagnosisDocument
  /** What the preprocessing learned on each split; absent where the data are gone or large. */
  readonly learned?: LearnedDocument
  readonly ledger: readonly LedgerEntry[]
  readonly environment: EnvironmentDocument
  /** The experiment file, as text. */
  readonly experiment: string
}
