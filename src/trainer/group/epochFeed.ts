/**
 * Which rows every lane sees in which step of an epoch, with their weights and rates: plain arrays for the program.
 *
 * Everything random is keyed by the fit's seed, repeat, fold and the epoch, never by a lane's place.
 */
import type { RandomKey } from '../../core/random/philox4x32.ts'
import { keyedPermutation } from '../../core/random/keyedDraws.ts'
import { keyOf } from '../../core/random/keyedStream.ts'
import { updateRate } from '../program/optimizers.ts'
import { splitName, type FitPlan } from './fitPlan.ts'
import type { SegmentFeed } from './laneBlock.ts'
import { learningRateAt } from './learningRate.ts'

/** The key of one random stream of a fit. */
export function fitKey(fit: FitPlan, ...names: readonly (string | number)[]): RandomKey {
  return keyOf(fit.seed, 'split', splitName(fit.key), ...names)
}

/** A lane as the feed sees it. */
export interface FeedLane {
  readonly fit: FitPlan
  /** Where the lane's prepared table begins among the block's rows. */
  readonly firstRow: number
  /** Weight of each dataset row in the loss, if rows are weighted. */
  readonly rowWeights?: Float32Array
  /** What `reduceOnPlateau` has come to. */
  readonly plateauRate: number
}

/** The order in which the lanes see their rows in epoch `epoch` (from 0). */
export function epochOrders(lanes: readonly FeedLane[], epoch: number): readonly Int32Array[] {
  return lanes.map(({ fit }) => {
    if (!fit.candidate.spec.training.shuffle) return fit.train
    const order = keyedPermutation(fitKey(fit, 'shuffle', epoch), fit.train.length)
    return order.map((i) => fit.train[i])
  })
}

/** Steps of an epoch: the last one may be short. */
export function stepsPerEpoch(rows: number, batch: number): number {
  return Math.ceil(rows / batch)
}

export interface SegmentPlan {
  /** First step of the segment in the epoch. */
  readonly firstStep: number
  readonly steps: number
  readonly isLast: boolean
}

/** Cuts an epoch of `steps` steps into segments of near-equal length, none longer than `longest`. */
export function segmentsOfEpoch(steps: number, longest: number): readonly SegmentPlan[] {
  const segments: SegmentPlan[] = []
  for (let firstStep = 0; firstStep < steps; firstStep += longest) {
    const length = Math.min(longest, steps - firstStep)
    segments.push({ firstStep, steps: length, isLast: firstStep + length === steps })
  }
  return segments
}

interface FeedOptions {
  readonly batch: number
  readonly epoch: number
  readonly stepsPerEpoch: number
  readonly draws: boolean
  readonly decays: boolean
  readonly isWeighted: boolean
}

/** The feed of one segment. */
export function segmentFeed(lanes: readonly FeedLane[], orders: readonly Int32Array[], segment: SegmentPlan, options: FeedOptions): SegmentFeed {
  const { batch } = options
  const lastCounts = Float32Array.from(orders, (order) => order.length - (options.stepsPerEpoch - 1) * batch)
  const isPadded = segment.isLast && lastCounts.some((count) => count < batch)
  return {
    ...batchRows(lanes, orders, segment, batch, options.isWeighted),
    ...stepRates(lanes, segment, options),
    ...(isPadded && { lastCounts }),
    ...(options.draws && { seeds: noiseSeeds(lanes, options.epoch, segment.firstStep) }),
  }
}

/** Row numbers `[steps, lanes, batch]`; padding points at a lane's first row and is masked. */
function batchRows(lanes: readonly FeedLane[], orders: readonly Int32Array[], segment: SegmentPlan, batch: number, isWeighted: boolean) {
  const rows = new Int32Array(segment.steps * lanes.length * batch)
  const rowWeights = isWeighted ? new Float32Array(rows.length) : undefined
  lanes.forEach((lane, l) => {
    const order = orders[l]
    for (let step = 0; step < segment.steps; step++) {
      const from = (segment.firstStep + step) * batch
      const to = (step * lanes.length + l) * batch
      for (let i = 0; i < batch; i++) {
        const row = from + i < order.length ? order[from + i] : 0
        rows[to + i] = lane.firstRow + row
        if (rowWeights) rowWeights[to + i] = lane.rowWeights?.[row] ?? 1
      }
    }
  })
  return { rows, ...(rowWeights && { rowWeights }) }
}

function stepRates(lanes: readonly FeedLane[], segment: SegmentPlan, options: FeedOptions) {
  const rates = new Float32Array(segment.steps * lanes.length)
  const decays = options.decays ? new Float32Array(rates.length) : undefined
  lanes.forEach(({ fit, plateauRate }, l) => {
    const { training } = fit.candidate.spec
    for (let step = 0; step < segment.steps; step++) {
      const done = options.epoch * options.stepsPerEpoch + segment.firstStep + step
      const rate = learningRateAt(training, done, options.epoch, plateauRate)
      rates[step * lanes.length + l] = updateRate(training.optimizer, rate, done + 1)
      if (decays) decays[step * lanes.length + l] = rate * weightDecayOf(fit)
    }
  })
  return { rates, ...(decays && { decays }) }
}

function weightDecayOf({ candidate }: FitPlan): number {
  const { optimizer } = candidate.spec.training
  return 'weightDecay' in optimizer ? (optimizer.weightDecay ?? 0) : 0
}

/** Seeds `[lanes, 2]` of the layers' noise in one segment. */
function noiseSeeds(lanes: readonly FeedLane[], epoch: number, firstStep: number): Int32Array {
  return Int32Array.from(lanes.flatMap(({ fit }) => [...fitKey(fit, 'noise', epoch, firstStep)]))
}
