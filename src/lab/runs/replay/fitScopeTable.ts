import type { FitScopeTable } from '../../../core/run/fitScopeTable.ts'
import { learnedFrom } from '../../../core/run/learnedColumns.ts'
import type { FitScopeProof } from './verifyFitScope.ts'

/** Entries of a list. */
const MOST = 60

/** A proof as a page shows it. */
export function fitScopeTable({ splits, ...proof }: FitScopeProof): FitScopeTable {
  const outer = splits.filter((split) => split.outer === undefined)
  return {
    isClean: proof.isClean,
    fits: proof.fits,
    problems: proof.problems.slice(0, MOST),
    splits: outer.slice(0, MOST).map(({ fitted: _, ...split }) => split),
    trainings: proof.trainings.slice(0, MOST),
    thresholds: proof.thresholds,
    learned: learnedFrom(outer.map(({ repeat, fold, fitted }) => ({ repeat, fold, columns: fitted.columns }))),
  }
}
