/** What came of training a stored run again: told by the lab, shown by the command line and the page. */
import type { FitDocument } from './runDocument.ts'
import type { RunEnd } from './runEvent.ts'

/** The first place in which two trainings of one fit differ. */
export interface FitDifference {
  readonly what: 'missing' | 'status' | 'history' | 'predictions' | 'score' | 'steps'
  readonly metric?: string
  /** From 1. */
  readonly epoch?: number
  readonly stored: number | string | null
  readonly again: number | string | null
  /** Difference by the larger of the two; absent where one is no number. */
  readonly relative?: number
}

/** Which fit, as documents name it. */
export type VerifiedFit = Pick<FitDocument, 'repeat' | 'fold' | 'outer'> & { readonly model: string }

/** Something of the surroundings that is not as it was. */
export interface EnvironmentChange {
  readonly what: string
  readonly stored: string
  readonly now: string
}

export interface Verification {
  readonly run: string
  /** Whether every stored fit came to the same bits. */
  readonly isIdentical: boolean
  /** Stored fits that were trained again. */
  readonly fits: number
  readonly identical: number
  /** Fits that differ, each with the first place where it does. */
  readonly differences: readonly (VerifiedFit & FitDifference)[]
  /** What is not as it was then; what a difference may come from. */
  readonly environment: readonly EnvironmentChange[]
  readonly end: RunEnd
}
