/**
 * Which rows every lane sees in which step of an epoch, with their weights and rates: plain arrays for the program.
 *
 * Everything random is keyed by the fit's seed, repeat, fold and the epoch, never by a lane's place.
 */
import type { RandomKey } from '../../core/random/philox4x32.ts'
import { keyedPermutation } from '../../core/random/keyedDraws.ts'
import { keysUnder } from '../../core/random/keyedStream.ts'
import { drawName, fitStream } from '../../core/run/fitStream.ts'
import { hasWeightDecay } from '../program/laneModel.ts'
import { updateRate } from '../program/optimizers.ts'
import { placesOf } from '../program/placesOf.ts'
import { streamName, type FitPlan } from './fitPlan.ts'
import type { SegmentFeed } from './laneBlock.ts'
import { learningRateAt } from './learningRate.ts'

/** The key of one random stream of a fit. */
export function fitKey(fit: FitPlan, ...names: readonly (string | number)[]): RandomKey {
  return fitStream(fit.seed, fit.key, ...names)
}

/** What a fit draws anew in every epoch. Fits of one split and seed draw the same. */
export interface EpochDraws {
  /** Equal for fits that draw the same. */
  readonly stream: string
  shuffle(epoch: number): RandomKey
  noise(epoch: number, firstStep: number): RandomKey
}

/** The draws of `fit`: the keys of `fitKey`, made from a prefix that is hashed into them all. */
export function epochDraws(fit: FitPlan): EpochDraws {
  const { seed } = fit
  const split = drawName(fit.key)
  return {
    stream: streamName(fit),
    shuffle: keysUnder(seed, 'split', split, 'shuffle'),
    noise: keysUnder(seed, 'split', split, 'noise'),
  }
}

/** A lane as the feed sees it. */
export interface FeedLane {
  readonly fit: FitPlan
  readonly draws: EpochDraws
  /** Where the lane's prepared table begins among the block's rows. */
  readonly firstRow: number
  /** Weight of each dataset row in the loss, if rows are weighted. */
  readonly rowWeights?: Float32Array
  /** What `reduceOnPlateau` has come to. */
  readonly plateauRate: number
}

/** The order in which the lanes see their rows in epoch `epoch` (from 0). */
export function epochOrders(lanes: readonly FeedLane[], epoch: number): readonly Int32Array[] {
  const drawn = new Map<string, Int32Array>()
  return lanes.map(({ fit, draws }) => {
    if (!fit.candidate.spec.training.shuffle) return fit.train
    const name = `${draws.stream}/${String(fit.train.length)}`
    const order = drawn.get(name) ?? keyedPermutation(draws.shuffle(epoch), fit.train.length)
    drawn.set(name, order)
    return order.map((i) => fit.train[i])
  })
}

/** How many lanes in a row draw the same, where that is a number: 1 where streams have unequal numbers of lanes. */
export function lanesPerStream(lanes: readonly FeedLane[]): number {
  const streams = lanes.map(({ draws }) => draws.stream)
  const another = streams.findIndex((stream) => stream !== streams[0])
  const size = another < 0 ? streams.length : another
  const isRegular = streams.length % size === 0 && streams.every((stream, i) => stream === streams[i - (i % size)])
  return isRegular ? size : 1
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
  readonly batchSize: number
  readonly epoch: number
  readonly stepsPerEpoch: number
  readonly draws: boolean
  /** Lanes in a row that draw the same (`lanesPerStream`). */
  readonly lanesPerStream: number
  readonly decays: boolean
  readonly isWeighted: boolean
}

/** The feed of one segment. */
export function segmentFeed(
  lanes: readonly FeedLane[],
  orders: readonly Int32Array[],
  segment: SegmentPlan,
  options: FeedOptions,
): SegmentFeed {
  const { batchSize } = options
  const lastCounts = Float32Array.from(orders, (order) => order.length - (options.stepsPerEpoch - 1) * batchSize)
  const isLastShort = segment.isLast && lastCounts.some((count) => count < batchSize)
  const hasPadding = isLastShort || placesOf(batchSize) > batchSize
  return {
    ...batchRows(lanes, orders, segment, batchSize, options.isWeighted),
    ...stepRates(lanes, segment, options),
    ...(hasPadding && { mask: paddingMask(orders, segment, batchSize) }),
    ...(isLastShort && { lastCounts }),
    ...(options.draws && { seeds: segmentSeeds(lanes, [segment], options.epoch, options.lanesPerStream) }),
    lanesPerStream: options.draws ? options.lanesPerStream : 1,
  }
}

/** Calls `place(index, row)` for each place of a segment's batches, `[steps, lanes, places]`; `row` is absent for padding. */
function eachPlace(
  orders: readonly Int32Array[],
  segment: SegmentPlan,
  batchSize: number,
  place: (index: number, lane: number, row: number | undefined) => void,
): void {
  const places = placesOf(batchSize)
  orders.forEach((order, lane) => {
    for (let step = 0; step < segment.steps; step++) {
      const from = (segment.firstStep + step) * batchSize
      const real = Math.min(batchSize, order.length - from)
      const to = (step * orders.length + lane) * places
      for (let i = 0; i < places; i++) place(to + i, lane, i < real ? order[from + i] : undefined)
    }
  })
}

/** Row numbers `[steps, lanes, places]` (padding points at a lane's first row and is masked), and their weights. */
function batchRows(
  lanes: readonly FeedLane[],
  orders: readonly Int32Array[],
  segment: SegmentPlan,
  batchSize: number,
  isWeighted: boolean,
) {
  const rows = new Int32Array(segment.steps * lanes.length * placesOf(batchSize))
  const rowWeights = isWeighted ? new Float32Array(rows.length) : undefined
  eachPlace(orders, segment, batchSize, (index, lane, row = 0) => {
    rows[index] = lanes[lane].firstRow + row
    if (rowWeights) rowWeights[index] = lanes[lane].rowWeights?.[row] ?? 1
  })
  return { rows, ...(rowWeights && { rowWeights }) }
}

function paddingMask(orders: readonly Int32Array[], segment: SegmentPlan, batchSize: number): Float32Array {
  const mask = new Float32Array(segment.steps * orders.length * placesOf(batchSize))
  eachPlace(orders, segment, batchSize, (index, _, row) => {
    if (row !== undefined) mask[index] = 1
  })
  return mask
}

interface RateOptions {
  readonly epoch: number
  readonly stepsPerEpoch: number
}

/** Rates of all steps of an epoch `[steps, lanes]`, and what weights decay by where they do. */
export function epochRates(lanes: readonly FeedLane[], options: RateOptions) {
  const all = { firstStep: 0, steps: options.stepsPerEpoch, isLast: true }
  return stepRates(lanes, all, { ...options, decays: hasWeightDecay(lanes[0].fit.candidate.spec.training.optimizer) })
}

function stepRates(
  lanes: readonly FeedLane[],
  segment: SegmentPlan,
  options: RateOptions & Pick<FeedOptions, 'decays'>,
) {
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

/** Seeds `[streams, segments, 2]` of the layers' noise in an epoch; `together` lanes in a row share a stream. */
export function segmentSeeds(
  lanes: readonly FeedLane[],
  segments: readonly SegmentPlan[],
  epoch: number,
  together: number,
): Int32Array {
  const seeds = new Int32Array((2 * segments.length * lanes.length) / together)
  for (let stream = 0; stream * together < lanes.length; stream++) {
    segments.forEach(({ firstStep }, i) => {
      seeds.set(lanes[stream * together].draws.noise(epoch, firstStep), 2 * (stream * segments.length + i))
    })
  }
  return seeds
}
