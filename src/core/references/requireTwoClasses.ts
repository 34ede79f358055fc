import { HoldoutError } from '../errors.ts'

/**
 * The codes of the classes that training rows have, ascending. Rows of weight zero do not count.
 * @throws HoldoutError `training/one-class` where all are of one class
 */
export function requireTwoClasses(labels: Int32Array, weights?: Float64Array): readonly number[] {
  const seen = new Set<number>()
  for (let row = 0; row < labels.length; row++) if (!weights || weights[row] > 0) seen.add(labels[row])
  if (seen.size >= 2) return [...seen].sort((a, b) => a - b)
  throw new HoldoutError(
    'training/one-class',
    'The training rows of a fold are all of one class: expected at least two classes to tell apart.',
    { hint: 'Use a stratified strategy, or fewer folds.' },
  )
}
