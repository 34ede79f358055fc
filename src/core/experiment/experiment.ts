/**
 * The description of work, as plain data with all defaults filled in (what `resolveExperiment` returns).
 * As a person writes it, it is an `ExperimentFile` (what `parseExperiment` returns).
 */
import type { DatasetSettings } from '../dataset/datasetSettings.ts'
import type { Task } from '../dataset/table.ts'
import type { ImportanceSetting, LearningCurveSettings } from '../diagnostics/explainSettings.ts'
import type { Candidate } from '../model/modelSpec.ts'
import type { PreprocessingSpec } from '../preprocessing/preprocessingSpec.ts'
import type { ReferenceSetting } from '../references/referenceKind.ts'
import type { ValidationSpec } from '../split/validationSpec.ts'

export interface Experiment {
  readonly holdout: 1
  readonly name: string
  readonly description?: string
  readonly dataset: DatasetSettings
  /** Absent: follows from the target. */
  readonly task?: Task
  readonly seed: number
  readonly preprocessing: PreprocessingSpec
  readonly validation: ValidationSpec
  /** What is saved of each candidate: a network fitted on all rows (`true`), or those of the folds as an ensemble. */
  readonly finalModel: boolean | 'ensemble'
  /** Which reference models are fitted beside the networks. */
  readonly references: ReferenceSetting
  /** Whether permutation importance is computed from the models of the folds; absent in older runs: not. */
  readonly importance?: ImportanceSetting
  /** Shares of the training rows that candidates are also trained on; absent: none. */
  readonly learningCurve?: LearningCurveSettings
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
  /** The class that precision, recall, F1 and average precision of a binary task are about; absent in runs of earlier versions: the second. */
  readonly positiveClass?: string
  /** Absent where `metrics` is written nowhere: all scores are shown, and the task's own ranks. */
  readonly metrics?: MetricChoice
  readonly candidates: readonly Candidate[]
}
