import { DEFAULT_THRESHOLD, isPositive } from '../../core/diagnostics/decision.ts'
import type { SavedModel } from '../../core/model/savedModel.ts'

/**
 * The class that is predicted, by its code: of two the positive one from the model's threshold on, of more the likeliest, the first of
 * several.
 */
export function predictedCode(
  {
    threshold = DEFAULT_THRESHOLD,
    positiveClass,
    classes,
  }: Pick<SavedModel, 'threshold' | 'positiveClass' | 'classes'>,
  value: number | readonly number[],
): number {
  // The first of the largest, as in scoring: 0.5 against 0.5 is the first class.
  if (typeof value !== 'number') return value.indexOf(Math.max(...value))
  // At one half it makes no difference which class is asked about, and scores ask about the second.
  const isOfFirst = positiveClass === classes[0] && threshold !== DEFAULT_THRESHOLD
  return isOfFirst ? 1 - Number(isPositive(1 - value, threshold)) : Number(isPositive(value, threshold))
}
