import type { CheckedFit } from './checkedFit.ts'
import type { Table, Task } from '../../dataset/table.ts'
import type { Metric } from '../../metrics/metrics.ts'
import type { Candidate } from '../../model/modelSpec.ts'
import type { HeldOut } from '../heldOut.ts'
import type { PermutationImportance } from '../permutationImportance.ts'

/** Another candidate of the same run. */
export interface Sibling extends Candidate {
  /** Of the ranking metric, one per fit by repeat and fold. */
  readonly folds: readonly (number | null)[]
  readonly mean: number | null
}

/** Everything a check may use. What is absent could not be had, and checks that need it find nothing. */
export interface CheckInput {
  readonly task: Task
  readonly classes: readonly string[]
  /** Metric that ranks. */
  readonly ranking: Metric
  readonly candidate: Candidate
  /** Place of the candidate among `siblings`. */
  readonly position: number
  /** All candidates of the run, this one among them. */
  readonly siblings: readonly Sibling[]
  readonly fits: readonly CheckedFit[]
  readonly heldOut: HeldOut
  readonly table?: Table
  /** Strategy of the (outer) protocol. */
  readonly strategy: string
  /** Names of feature columns that hold dates. */
  readonly dateColumns: readonly string[]
  /** Whether the experiment file sets nothing of how a model is trained or rows are prepared. */
  readonly isUntouched: boolean
  readonly importance?: PermutationImportance
}

/** Something the lab can do about a finding at the press of a button. */
export type CheckAction =
  /** Sets a place of the experiment file. */
  | { readonly kind: 'set'; readonly path: string; readonly value: unknown }
  /** Shows rows (from 0) in the grid. */
  | { readonly kind: 'rows'; readonly rows: readonly number[] }

/** `problem`: the score may mislead or the training is broken. `hint`: something can probably be gained. */
export type CheckSeverity = 'problem' | 'hint'

/** What a check found: the numbers behind it. */
export interface CheckEvidence {
  readonly evidence: Readonly<Record<string, number | string>>
  readonly action?: CheckAction
}

/** One thing that a check found about a finished candidate. */
export interface CheckFinding extends CheckEvidence {
  readonly code: string
  readonly severity: CheckSeverity
  readonly title: string
  /** Absent: shown. `run`: silenced for this run. `always`: silenced for good. */
  readonly silenced?: 'run' | 'always'
}

/** One check: a row of `CHECKS`. All texts are whole sentences. */
export interface Check {
  /** Stable across versions; what is silenced. */
  readonly code: string
  readonly severity: CheckSeverity
  readonly title: string
  /** How it is detected. */
  readonly detection: string
  /** Why it matters. */
  readonly reason: string
  /** What to do. */
  readonly advice: string
  find(input: CheckInput): CheckEvidence | null
}

/** Numbers of evidence, to four digits: they are read, not computed with. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4))
}
