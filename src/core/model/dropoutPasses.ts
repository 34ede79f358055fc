export const MOST_PASSES = 1000

/** Passes of Monte Carlo dropout. */
export interface DropoutPasses {
  /** Sampled networks, for each member of an ensemble: from 2 to {@link MOST_PASSES}. */
  readonly passes: number
  readonly seed: number
}
