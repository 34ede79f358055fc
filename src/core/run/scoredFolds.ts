import type { ModelDocument } from './runDocument.ts'

/** How many folds a candidate's score rests on. */
export interface ScoredFolds {
  /** Outermost fits that finished. */
  readonly scored: number
  /** Outermost fits that were to be trained. */
  readonly planned: number
  /** Outermost fits that diverged. */
  readonly diverged: number
  /** Whether every fold has a score: scores over different sets of folds are not comparable. */
  readonly isWhole: boolean
}

/** The folds behind the scores of a candidate. */
export function scoredFolds({
  fitResults,
  fits,
  planned,
}: Pick<ModelDocument, 'fitResults' | 'fits' | 'planned'>): ScoredFolds {
  const outermost = fitResults.filter(({ outer }) => outer === undefined)
  const diverged = outermost.filter(({ status }) => status === 'diverged').length
  const isNested = outermost.length < fitResults.length
  const all = isNested ? outermost.length : Math.max(planned, outermost.length)
  return { scored: outermost.length - diverged, planned: all, diverged, isWhole: diverged === 0 && !(fits < planned) }
}

/** `1 of 5 folds, 4 diverged`; absent where every fold has a score. */
export function partialWords(folds: ScoredFolds): string | undefined {
  if (folds.isWhole) return undefined
  const { scored, planned, diverged } = folds
  return `${String(scored)} of ${String(planned)} folds${diverged > 0 ? `, ${String(diverged)} diverged` : ''}`
}
