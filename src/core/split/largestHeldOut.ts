import { strategyNamed } from '../split/strategies.ts'
import type { FlatValidation } from './validationSpec.ts'

/** Rows of the largest held-out part, as far as it follows from the number of rows alone; with groups it may be any. */
export function largestHeldOut(validation: FlatValidation, rows: number): number {
  return strategyNamed(validation.strategy).largestHeldOut(validation, rows)
}
