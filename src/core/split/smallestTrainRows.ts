import type { FlatValidation, ValidationSpec } from './validationSpec.ts'
import { largestHeldOut } from './largestHeldOut.ts'
import { strategyRules } from './validationFields.ts'

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

function flatTrainRows(validation: FlatValidation, rows: number): number {
  const { strategy, folds } = validation
  if (strategyRules[strategy].groups === true) return rows - Math.ceil(rows / folds)
  const heldOut = largestHeldOut(validation, rows)
  // The first fold of a time series trains on what lies before all held-out parts.
  return rows - (strategy === 'time-series' ? folds * heldOut : heldOut)
}
