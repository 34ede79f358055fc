import type { Table, Task } from '../dataset/table.ts'
import type { Figure } from '../figures/figure.ts'
import type { Binning, Calibration } from './calibration.ts'
import type { ChosenThreshold } from './chosenThresholds.ts'
import type { ConfusionMatrices } from './confusionMatrix.ts'
import type { ClassGain } from './gainCurve.ts'
import type { HardRows } from './hardRows.ts'
import type { HeldOut } from './heldOut.ts'
import type { CheckedFit } from './checks/checkedFit.ts'
import type { DependenceCurve } from './partialDependence.ts'
import type { PermutationImportance } from './permutationImportance.ts'
import type { WeightNorms } from './weightNorms.ts'
import type { Metric } from '../metrics/metrics.ts'
import type { ErrorsByGroup } from './errorsByGroup.ts'
import type { LeastCost } from './leastCost.ts'
import type { LearningCurve } from './learningCurve.ts'
import type { OperatingPoints } from './operatingPoints.ts'
import type { PerClass } from './perClass.ts'
import type { PrecisionRecallCurves } from './precisionRecallCurve.ts'
import type { Residuals } from './residuals.ts'
import type { ResidualsByFeature } from './residualsByFeature.ts'
import type { RocCurves } from './rocCurve.ts'
import type { ScoreHistograms } from './scoreHistogram.ts'
import type { CostTable } from './thresholdRules.ts'

/** What each diagnostic comes to. Names are those of `holdout diagnose --json`. */
export interface DiagnosticResults {
  readonly confusionMatrix: ConfusionMatrices
  readonly perClass: PerClass
  readonly rocCurve: RocCurves
  readonly precisionRecallCurve: PrecisionRecallCurves
  readonly thresholds: readonly ChosenThreshold[]
  readonly operatingPoints: OperatingPoints
  readonly scoreHistogram: ScoreHistograms
  readonly calibration: Calibration
  readonly gain: readonly ClassGain[]
  readonly residuals: Residuals
  readonly residualsByFeature: ResidualsByFeature
  readonly hardRows: HardRows
  /** `correlated`: pairs of highly correlated columns that were not shuffled together. */
  readonly permutationImportance: PermutationImportance & { readonly correlated: number }
  readonly partialDependence: readonly DependenceCurve[]
  readonly weightNorms: WeightNorms
  readonly learningCurve: LearningCurve
  readonly errorsByGroup: ErrorsByGroup
  readonly leastCost: LeastCost
}

export type DiagnosticId = keyof DiagnosticResults

/** Ids in the order in which they are shown. */
export const DIAGNOSTIC_IDS = [
  'confusionMatrix',
  'perClass',
  'rocCurve',
  'precisionRecallCurve',
  'thresholds',
  'operatingPoints',
  'scoreHistogram',
  'calibration',
  'gain',
  'residuals',
  'residualsByFeature',
  'leastCost',
  'hardRows',
  'errorsByGroup',
  'permutationImportance',
  'partialDependence',
  'weightNorms',
  'learningCurve',
] as const satisfies readonly DiagnosticId[]

/** What may be chosen for a diagnosis. */
export interface DiagnosisSettings {
  /** Of a binary task. */
  readonly threshold: number
  readonly costs: CostTable
  readonly binning: Binning
  readonly bins: number
  /** Feature that residuals are shown against; absent: the one that accounts for most of them. */
  readonly feature?: string
}

/** Everything a diagnosis can be computed from. */
export interface DiagnosisInput {
  readonly heldOut: HeldOut
  readonly settings: DiagnosisSettings
  /** The table it was trained on; absent where that is gone. */
  readonly table?: Table
  /** Every fit on the outermost splits; absent where only predictions are known. */
  readonly fits?: readonly CheckedFit[]
  /** Metric that ranks. */
  readonly ranking?: Metric
}

/**
 * What a diagnostic is computed from: held-out predictions; what was computed from the folds' models while they were there; or a cost
 * table that somebody gave. Reports are silent about the latter two where they are not there.
 */
export type DiagnosticNeed = 'predictions' | 'models' | 'costs'

/** A result under the name of its candidate, where several share a figure. */
export interface Named<Result> {
  readonly name: string
  readonly result: Result
}

/** A table of a report section or of the terminal. */
export interface SectionTable {
  readonly title?: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** What a report, a page and a terminal say of a diagnostic. */
export interface DiagnosticSection<Result> {
  readonly title: string
  /** What it is and how to read it, one or two sentences. */
  readonly howToRead: string
  tables(result: Result): readonly SectionTable[]
  /** What the results of several candidates come to together. */
  together?(results: readonly Named<Result>[]): readonly SectionTable[]
  /** Sentences that belong beside the numbers, such as what is missing. */
  notes?(result: Result): readonly string[]
}

/** One diagnostic: everything there is to know of it, a row of `DIAGNOSTICS`. */
export interface Diagnostic<Id extends DiagnosticId = DiagnosticId> {
  readonly id: Id
  readonly tasks: readonly Task[]
  readonly needs: DiagnosticNeed
  /** `undefined` where what it needs is not there; `missing` then says why. */
  compute(input: DiagnosisInput): DiagnosticResults[Id] | undefined
  /** Why it could not be computed and how to get it, in whole sentences. */
  missing?(input: DiagnosisInput): string
  /** Figures of one or several candidates; none where it is shown by its table alone. */
  figures(results: readonly Named<DiagnosticResults[Id]>[]): readonly Figure[]
  readonly section: DiagnosticSection<DiagnosticResults[Id]>
  /** Its value for scripts; absent: it is only for drawing. */
  json?(result: DiagnosticResults[Id]): unknown
}

/** Every task. */
export const ANY_TASK: readonly Task[] = ['binary', 'multiclass', 'regression']
/** Classification tasks. */
export const CLASSES: readonly Task[] = ['binary', 'multiclass']
