import type { ScopeProblem, SplitScope } from './fitScope.ts'
import type { LearnedDocument } from './learnedColumns.ts'
import type { TrainingScope } from './trainedScope.ts'

/** What one candidate's fit on one split saw. */
export interface FitScope {
  readonly model: string
  readonly repeat: number
  readonly fold: number
  readonly outer?: number
  readonly training: TrainingScope
}

/** Which rows took part in everything that a run fitted, as a page shows it: lists end after some entries. */
export interface FitScopeTable {
  /** Whether no held-out row took part in anything that was fitted. */
  readonly isClean: boolean
  /** Stored fits that were checked. */
  readonly fits: number
  readonly problems: readonly ScopeProblem[]
  /** Outermost splits. */
  readonly splits: readonly Omit<SplitScope, 'fitted'>[]
  /** Fits with early stopping or class weights. */
  readonly trainings: readonly FitScope[]
  /** Candidates with a stored threshold, which was chosen on all held-out rows. */
  readonly thresholds: readonly string[]
  readonly learned: LearnedDocument
}
