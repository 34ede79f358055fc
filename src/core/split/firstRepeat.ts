import { outermostOf } from './outermostOf.ts'
import { HoldoutError } from '../errors.ts'
import { makeSplits } from './makeSplits.ts'
import type { Sides, SplitRows } from './split.ts'
import type { ValidationSpec } from './validationSpec.ts'

/** The sides of each fold of one repeat; of leave-one-out only that, since they would take the square of the rows. */
export type RepeatSides = readonly Sides[] | 'eachRowAlone'

/** The outermost folds of the first repeat as they will be trained on; absent where the protocol cannot be made. */
export function firstRepeat(validation: ValidationSpec, rows: SplitRows, seed: number): RepeatSides | undefined {
  const outermost = outermostOf(validation)
  if (outermost.strategy === 'leave-one-out') return 'eachRowAlone'
  try {
    return makeSplits({ ...outermost, repeats: 1 }, rows, seed)
  } catch (error) {
    if (error instanceof HoldoutError) return undefined
    throw error
  }
}
