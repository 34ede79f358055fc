import type { FitPlan } from '../group/fitPlan.ts'
import { stepsPerEpoch } from '../group/epochFeed.ts'

/** An epoch of at most so many steps is one program. */
const WHOLE_EPOCH = 32
/** Steps of a segment of a longer epoch: enough to make the call's own cost vanish. */
const SEGMENT = 16
/** Prepared inputs of one lane's segment stay below this many numbers, so that wide tables do not fill memory with batches. */
const MOST_NUMBERS = 4_000_000

/**
 * Longest segment of steps that one program unrolls. Depends on the fit alone and not on its neighbours: the
 * layers' noise is drawn per segment.
 */
export function longestSegment({ train, candidate }: FitPlan, width: number): number {
  const { batchSize } = candidate.spec.training
  const steps = stepsPerEpoch(train.length, batchSize)
  const wanted = steps <= WHOLE_EPOCH ? steps : SEGMENT
  return Math.max(1, Math.min(wanted, Math.floor(MOST_NUMBERS / (batchSize * width))))
}
