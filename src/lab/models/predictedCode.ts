import { DEFAULT_THRESHOLD, isPositive } from '../../core/diagnostics/decision.ts'
import type { SavedModel } from '../../core/model/savedModel.ts'

/** The class that is predicted, by its code: of two at the model's threshold, of more the likeliest, the first of several. */
export function predictedCode(
  { threshold = DEFAULT_THRESHOLD }: Pick<SavedModel, 'threshold'>,
  value: number | readonly number[],
): number {
  if (typeof value === 'number') return Number(isPositive(value, threshold))
  // The first of the largest, as in scoring: 0.5 against 0.5 is the first class.
  return value.indexOf(Math.max(...value))
}
