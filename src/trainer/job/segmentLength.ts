import type { Candidate } from '../../core/model/modelSpec.ts'
import { buildLaneModel } from '../program/laneModel.ts'
import { stepsPerEpoch } from '../group/epochFeed.ts'
import type { FitPlan } from '../group/fitPlan.ts'

/** Multiplications after which a call's own cost has vanished beside the arithmetic. */
const WORTH_A_CALL = 100_000_000
const SHORTEST = 4
const LONGEST = 32
/** Prepared inputs of one lane's segment stay below this many numbers, so that wide tables do not fill memory with batches. */
const MOST_NUMBERS = 4_000_000

/**
 * Longest segment of steps that one program unrolls: long for small networks, where the call costs more than the
 * steps, short for wide ones, where recording and compiling cost more than the call. Depends on the fit
 * alone and not on its neighbours: the layers' noise is drawn per segment.
 */
export function longestSegment({ train, candidate }: FitPlan, width: number): number {
  const { batchSize } = candidate.spec.training
  const products = stepMultiplications(candidate, width)
  const wanted = Math.min(LONGEST, Math.max(SHORTEST, Math.ceil(WORTH_A_CALL / products)))
  const fitting = Math.max(1, Math.floor(MOST_NUMBERS / (batchSize * width)))
  return Math.min(wanted, fitting, stepsPerEpoch(train.length, batchSize))
}

/** Multiplications of one training step: forward, back to the inputs and back to the weights, three products with every kernel. */
export function stepMultiplications({ spec }: Candidate, width: number): number {
  const kernels = buildLaneModel(spec, width).variables.filter(({ rank }) => rank === 2)
  const weights = kernels.reduce((total, { rows, columns }) => total + rows * columns, 0)
  return 3 * spec.training.batchSize * weights
}
