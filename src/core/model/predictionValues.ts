import type { Predictions } from './predictions.ts'
import type { SavedModel } from './savedModel.ts'

/**
 * A network's outputs `[rows, outputs]` in the target's own terms: P(class 1), a probability per class, or the value in
 * the target's unit.
 */
export function predictionValues(
  { task, classes, targetScale }: Pick<SavedModel, 'task' | 'classes' | 'targetScale'>,
  outputs: Float32Array,
): Predictions['values'] {
  switch (task) {
    case 'binary':
      return [...outputs]
    case 'regression':
      return Array.from(outputs, (value) => value * targetScale.scale + targetScale.mean)
    case 'multiclass':
      return Array.from({ length: outputs.length / classes.length }, (_, row) => [
        ...outputs.subarray(row * classes.length, (row + 1) * classes.length),
      ])
  }
}
