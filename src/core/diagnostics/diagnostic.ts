import type { Table, Task } from '../dataset/table.ts'
import type { Metric } from '../metrics/metrics.ts'
import type { Binning } from './calibration.ts'
import type { CheckedFit } from './checks/checkedFit.ts'
import type { Drawing, Named } from './drawing.ts'
import type { HeldOut } from './heldOut.ts'
import type { CostTable } from './thresholdRules.ts'

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

/** A table of a report section or of the terminal. */
export interface SectionTable {
  readonly title?: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

interface SectionWords {
  readonly title: string
  readonly howToRead: string
  /** Heads, titles and rows of its tables and its notes, by their English text, where no other diagnostic has them. */
  readonly texts?: Readonly<Record<string, string>>
}

/** What a report, a page and a terminal say of a diagnostic. */
export interface DiagnosticSection<Result> {
  readonly title: string
  /** What it is and how to read it, one or two sentences. */
  readonly howToRead: string
  /** The same in Chinese. */
  readonly inChinese: SectionWords
  /** Whether its tables name no class, column or row of the data, so that all cells are put in other words. */
  readonly hasOwnCells?: true
  tables(result: Result): readonly SectionTable[]
  /** What the results of several candidates come to together. */
  together?(results: readonly Named<Result>[]): readonly SectionTable[]
  /** Sentences that belong beside the numbers, such as what is missing. */
  notes?(result: Result): readonly string[]
}

/** One diagnostic: everything there is to know of it, a row of `DIAGNOSTICS`, in a file of its own. */
export interface Diagnostic<Id extends string = string, Result = unknown> {
  readonly id: Id
  readonly tasks: readonly Task[]
  readonly needs: DiagnosticNeed
  /** `undefined` where what it needs is not there; `missing` then says why. */
  compute(input: DiagnosisInput): Result | undefined
  /** Why it could not be computed and how to get it, in whole sentences. */
  missing?(input: DiagnosisInput): string
  /** How it is drawn; absent where it is shown by its table alone. */
  readonly drawing?: Drawing<Id, Result>
  readonly section: DiagnosticSection<Result>
  /** Its value for scripts; absent: it is only for drawing. */
  json?(result: Result): unknown
}

/** Every task. */
export const ANY_TASK: readonly Task[] = ['binary', 'multiclass', 'regression']
/** Classification tasks. */
export const CLASSES: readonly Task[] = ['binary', 'multiclass']
