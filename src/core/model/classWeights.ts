import type { ClassWeight } from './modelSpec.ts'

/**
 * Weight of each class in the loss, in the order of `classes`; `balanced` is scikit-learn's `rows / (classes * rows of the
 * class)`, of classes with training rows, and 0 for the others.
 * @param labels class of each row of the table.
 */
export function classWeights(
  given: ClassWeight,
  labels: Int32Array,
  classes: readonly string[],
  train: Int32Array,
): readonly number[] {
  if (given !== 'balanced') return classes.map((label) => given[label] ?? 1)
  const counts = new Array<number>(classes.length).fill(0)
  for (const row of train) counts[labels[row]]++
  const present = counts.filter((count) => count > 0).length
  return counts.map((count) => (count === 0 ? 0 : train.length / (present * count)))
}
