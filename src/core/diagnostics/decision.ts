import type { HeldOutRows } from './heldOut.ts'

/** The threshold of a binary task unless another is chosen: the one that a run's scores are computed at. */
export const DEFAULT_THRESHOLD = 0.5

/**
 * Whether a row is called positive. At a chosen threshold: where its probability is at least that. At exactly one half: where
 * it is above, as in the run's scores, so that the matrix and the accuracy of a run agree.
 */
export function isPositive(probability: number, threshold: number): boolean {
  return threshold === DEFAULT_THRESHOLD ? probability > threshold : probability >= threshold
}

/** The lowest probability that is called positive at a threshold. */
export function lowestPositive(threshold: number): number {
  return threshold === DEFAULT_THRESHOLD ? 0.5 + 2 ** -53 : threshold
}

/** Predicted class codes of rows: by threshold for two classes, else the likeliest class, the first of several. */
export function predictedClasses({ truth, values }: HeldOutRows, width: number, threshold: number): Uint16Array {
  const predicted = new Uint16Array(truth.length)
  for (let row = 0; row < truth.length; row += 1)
    predicted[row] = width === 1 ? Number(isPositive(values[row], threshold)) : likeliest(values, row * width, width)
  return predicted
}

function likeliest(values: Float64Array, from: number, width: number): number {
  let best = 0
  for (let code = 1; code < width; code += 1) if (values[from + code] > values[from + best]) best = code
  return best
}
