import type { FlatValidation, ValidationSpec } from './experiment.ts'

/**
 * Rows of the smallest training fold, as far as it follows from the number of rows alone.
 *
 * For group strategies it depends on the groups: then this is the equal split, which is the most it can be.
 * `smallestTrainFold` tells it exactly.
 */
export function smallestTrainRows(validation: ValidationSpec, rows: number): number {
  if (validation.strategy !== 'nested') return flatTrainRows(validation, rows)
  return flatTrainRows(validation.inner, flatTrainRows(validation.outer, rows))
}

function flatTrainRows({ strategy, folds, testFraction }: FlatValidation, rows: number): number {
  switch (strategy) {
    case 'leave-one-out':
      return rows - 1
    case 'holdout':
    case 'stratified-holdout':
      return rows - Math.ceil(rows * testFraction)
    case 'time-series':
      return rows - folds * Math.floor(rows / (folds + 1))
    case 'k-fold':
    case 'group-k-fold':
    case 'stratified-k-fold':
    case 'stratified-group-k-fold':
      return rows - Math.ceil(rows / folds)
  }
}
