import type { FlatValidation } from './validationSpec.ts'

/** Rows of the largest held-out part, as far as it follows from the number of rows alone; with groups it may be any. */
export function largestHeldOut({ strategy, folds, testFraction }: FlatValidation, rows: number): number {
  switch (strategy) {
    case 'leave-one-out':
      return 1
    case 'holdout':
    case 'stratified-holdout':
      return Math.ceil(rows * testFraction)
    case 'time-series':
      return Math.floor(rows / (folds + 1))
    case 'k-fold':
    case 'stratified-k-fold':
      return Math.ceil(rows / folds)
    case 'group-k-fold':
    case 'stratified-group-k-fold':
      return rows
  }
}
