/** Machine epsilon of the numbers that probabilities were computed in: what scikit-learn clips them by. */
export const CLIP = { float32: 2 ** -23, float64: 2 ** -52 } as const

/** `-log` of the probability given to what happened, clipped away from 0 and 1. */
export function surprise(probability: number, epsilon: number): number {
  return -Math.log(Math.min(Math.max(probability, epsilon), 1 - epsilon))
}

/** The clip that suits an array of probabilities: single precision for a `Float32Array`, else double. */
export function clipOf(probabilities: ArrayLike<number>): number {
  return probabilities instanceof Float32Array ? CLIP.float32 : CLIP.float64
}
