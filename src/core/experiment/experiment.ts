/**
 * The description of work, as plain data with all defaults filled in (what `resolveExperiment` returns).
 * As a person writes it, it is an `ExperimentFile` (what `parseExperiment` returns).
 */
import type { Task } from '../dataset/table.ts'
import type { Candidate } from '../model/modelSpec.ts'

/** What a column may do in an experiment. */
export const ROLES = ['feature', 'target', 'ignore', 'group', 'weight', 'id', 'split'] as const
export type Role = (typeof ROLES)[number]
export type ColumnType = 'number' | 'category' | 'text' | 'date' | 'boolean'

/** How the dataset is to be read; everything absent is sniffed. */
export interface DatasetSettings {
  /** As written in the file, relative to it. */
  readonly file?: string
  readonly target: string
  readonly header?: boolean
  readonly delimiter?: string
  readonly quote?: string
  readonly encoding?: string
  readonly decimal?: '.' | ','
  readonly thousands?: string
  /** Cells that mean "missing", beside the empty cell. */
  readonly missing?: readonly string[]
  /** What becomes of rows that cannot be read. */
  readonly rejected?: 'stop' | 'leaveOut'
  readonly columns?: Readonly<
    Record<string, { readonly role?: Role; readonly type?: ColumnType; readonly missing?: readonly string[] }>
  >
}

export interface NumericPreprocessing {
  readonly impute: 'median' | 'mean' | 'mostFrequent' | 'constant' | 'none'
  readonly fillValue: number
  readonly missingIndicator: boolean
  readonly scale: 'standard' | 'minmax' | 'robust' | 'maxabs' | 'none'
}
export interface CategoryPreprocessing {
  readonly impute: 'mostFrequent' | 'constant' | 'none'
  readonly fillValue: string
  readonly encode: 'oneHot' | 'ordinal'
}
export interface PreprocessingSpec {
  readonly numeric: NumericPreprocessing
  readonly category: CategoryPreprocessing
  /** How a regression target is scaled in each fold; scores are given in the target's own unit all the same. */
  readonly target: 'standard' | 'none'
}

export type ValidationStrategy =
  | 'stratified-k-fold'
  | 'k-fold'
  | 'group-k-fold'
  | 'stratified-group-k-fold'
  | 'leave-one-out'
  | 'time-series'
  | 'holdout'
  | 'stratified-holdout'
  | 'predefined'
  | 'nested'

/** A protocol that is no nesting of others. */
export interface FlatValidation {
  readonly strategy: Exclude<ValidationStrategy, 'nested'>
  readonly folds: number
  readonly repeats: number
  readonly shuffle: boolean
  readonly testFraction: number
  /** Beats the experiment's seed for the splits. */
  readonly seed?: number
  /** `ignore`: the column with the role group is not kept together; `equalRows`: rows equal in all features and the target are. */
  readonly groups?: 'ignore' | 'equalRows'
  /** Column by which a time series is sorted. */
  readonly time?: string
  /** Column that tells several time series apart; each is split by itself. */
  readonly series?: string
  /** Confirms that the rows of the file are in order of time. */
  readonly rowsInOrder?: boolean
  /** Rows left out between training and held-out rows of a time series. */
  readonly gap?: number
  /** Rows of each held-out stretch of a time series. */
  readonly testSize?: number
  /** Quantile bins of a numeric target that a stratified strategy spreads over the folds. */
  readonly bins?: number
}
/** The inner protocol picks the candidate on each outer fold's training rows; the outer scores the choice. */
export interface NestedValidation {
  readonly strategy: 'nested'
  readonly outer: FlatValidation
  readonly inner: FlatValidation
  /** Metric that picks, on the mean over inner folds. */
  readonly choose: string
}
export type ValidationSpec = FlatValidation | NestedValidation

export interface Experiment {
  readonly holdout: 1
  readonly name: string
  readonly description?: string
  readonly dataset: DatasetSettings
  /** Absent: follows from the target. */
  readonly task?: Task
  /** The class that precision, recall, F1 and average precision are about; absent: the rarer of two classes. */
  readonly positiveClass?: string
  readonly seed: number
  readonly preprocessing: PreprocessingSpec
  readonly validation: ValidationSpec
  /** Whether each candidate is also fitted on all rows and saved. */
  readonly finalModel: boolean
}

/** Which scores an experiment asks for. All scores are computed and kept; this says what is shown, and what ranks. */
export interface MetricChoice {
  /** Ranks the candidates, stands in the line of each, and is what verdicts are about. */
  readonly ranking: string
  /** By model: the scores shown of its candidates, the ranking one first. Models that name none show all. */
  readonly shown: Readonly<Record<string, readonly string[]>>
}

/** An experiment joined to its dataset: the task is known and every candidate is complete. */
export interface ResolvedExperiment extends Experiment {
  readonly task: Task
  /** Absent where `metrics` is written nowhere: all scores are shown, and the task's own ranks. */
  readonly metrics?: MetricChoice
  readonly candidates: readonly Candidate[]
}
