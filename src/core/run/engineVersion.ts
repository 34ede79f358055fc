import type { BackendInfo } from './runEvent.ts'

/**
 * Version of the arithmetic of splitting, preparing, training and scoring: part of what identifies a fit. Raise it when equal
 * inputs give other numbers, and add a line here and in docs/engine.md.
 *
 * 1. The first one; runs without a version were made with it.
 * 2. `1 - beta`, `1 - rho` and `1 - momentum` are formed in double precision, the bias correction of Adam in float32 as in
 *    Keras; `reduceOnPlateau` never raises a rate; log losses clip as float32; R² of a constant target is 0 or 1; balanced class
 *    weights count the classes of the training rows; sums are added in numpy's order.
 */
export const ENGINE_VERSION = 2

/**
 * Version of the training kernel, the `version` of its backend. Raise it when equal inputs give other numbers: TensorFlow's fits stay
 * as they are.
 */
export const KERNEL_VERSION = '1'

/** The version of the arithmetic that computed with this backend. */
export function engineVersionOf({ engine = 1 }: Pick<BackendInfo, 'engine'>): number {
  return engine
}
