import { strategyNamed } from '../split/strategies.ts'
import type { FlatValidation, ValidationSpec } from './validationSpec.ts'

/**
 * Rows of the smallest training fold, as far as it follows from the number of rows alone.
 *
 * Where it depends on groups, series or a column of parts, this is the most it can be; `smallestTrainFold` finds it exactly.
 */
export function smallestTrainRows(validation: ValidationSpec, rows: number): number {
  if (validation.strategy !== 'nested') return flatTrainRows(validation, rows)
  return flatTrainRows(validation.inner, flatTrainRows(validation.outer, rows))
}

function flatTrainRows(validation: FlatValidation, rows: number): number {
  return strategyNamed(validation.strategy).smallestTrain(validation, rows)
}
