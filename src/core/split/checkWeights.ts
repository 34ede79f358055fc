import { HoldoutError } from '../errors.ts'

/** Whether some rows weigh nothing, so that a training fold may be without any weight. */
export function hasWeightless(weights: Float64Array | undefined): weights is Float64Array {
  return weights?.some((weight) => weight === 0) ?? false
}

/** @throws HoldoutError `split/no-weight` where every training row weighs zero: nothing would be learned from them. */
export function checkWeights(weights: Float64Array | undefined, train: Int32Array, place: string): void {
  if (weights === undefined || train.some((row) => weights[row] > 0)) return
  throw new HoldoutError(
    'split/no-weight',
    `all ${train.length} training rows of ${place} weigh zero: expected at least one with a weight above zero`,
    { hint: 'Fix the weights, or ask for fewer folds.', path: 'dataset.columns' },
  )
}
