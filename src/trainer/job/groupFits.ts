/** Which fits train together, and how many at a time. */
import { architectureKey, buildLaneModel, type LaneModel } from '../program/laneModel.ts'
import { stateNames } from '../program/laneState.ts'
import { placesOf } from '../program/placesOf.ts'
import { stepsPerEpoch } from '../group/epochFeed.ts'
import { splitName } from '../../core/run/fitStream.ts'
import { streamName, type FitPlan } from '../group/fitPlan.ts'

/** Fits that can be lanes of one program, in blocks of equal size (the last may be smaller). */
export interface FitGroup {
  readonly blocks: readonly (readonly FitPlan[])[]
}

export interface GroupOptions {
  /** Prepared features per row. */
  readonly width: number
  /** Rows of the table. */
  readonly rows: number
  readonly longestSegment: (fit: FitPlan) => number
  readonly memoryBudgetBytes: number
  /** Operations that may run at once. */
  readonly threads: number
  /** Of shards; absent: of a run that one process trains. */
  readonly shards?: ShardOptions
}

/** How blocks are cut that several machines share. */
export interface ShardOptions {
  /** Fits in one block, at most. */
  readonly mostLanes: number
}

/**
 * Weights, slots and gradients of a block stay within a processor core's second cache: beyond it more lanes were measured
 * to cost more (hidden-dropout network, CPU seconds for the same work at 10, 20, 33, 50 and 100 lanes: 3.3, 2.4, 2.3, 2.4,
 * 2.6).
 */
const CACHE_BYTES = 2 * 1024 * 1024
/** Ten folds share their dispatch whatever their size. */
const FEWEST_LANES = 10
const MOST_LANES = 512

/**
 * Groups `fits` by architecture and steps per epoch, in order of first appearance. In shards where operations run one after
 * another, fits are sorted by split first: a block then has few splits and draws their noise once (200 fits × 300 epochs: 20.5
 * instead of 23.5 CPU seconds). With two operations at once that costs 14 %: lanes that draw together are not parted. A run that one
 * process trains keeps its order, so that candidates are finished one by one.
 */
export function groupFits(fits: readonly FitPlan[], options: GroupOptions): readonly FitGroup[] {
  const groups = new Map<string, FitPlan[]>()
  for (const fit of fits) {
    const { spec } = fit.candidate
    const steps = stepsPerEpoch(fit.train.length, spec.training.batchSize)
    const key = `${steps}|${fit.test.length === 0}|${architectureKey(spec, options.width)}`
    const group = groups.get(key)
    if (group) group.push(fit)
    else groups.set(key, [fit])
  }
  return [...groups.values()].map((group) => ({
    blocks: blocksOf(options.shards && options.threads === 1 ? bySplit(group) : group, options),
  }))
}

/**
 * Equal blocks where the number allows it, so that one compiled program serves them all; else near-equal ones. Fits of one
 * split stand side by side in a block: they draw the same noise and see the same rows.
 */
function blocksOf(fits: readonly FitPlan[], options: GroupOptions): readonly (readonly FitPlan[])[] {
  const fewest = Math.ceil(fits.length / lanesThatFit(fits, options))
  const candidates = Array.from({ length: fewest + 1 }, (_, i) => fewest + i)
  const blocks = candidates.find((count) => fits.length % count === 0) ?? fewest
  const size = Math.ceil(fits.length / blocks)
  return Array.from({ length: Math.ceil(fits.length / size) }, (_, block) =>
    bySplit(fits.slice(block * size, (block + 1) * size)),
  )
}

/** `fits` with those of one split and seed side by side, in order of first appearance. */
function bySplit(fits: readonly FitPlan[]): readonly FitPlan[] {
  return [...Map.groupBy(fits, streamName).values()].flat()
}

function lanesThatFit(fits: readonly FitPlan[], options: GroupOptions): number {
  const splits = new Set(fits.map(({ key }) => splitName(key))).size
  const perTable = options.rows * (options.width + 1) * 4
  const perLane = laneBytes(fits[0], options) + perTable * Math.min(1, splits / fits.length)
  const inMemory = Math.floor(options.memoryBudgetBytes / perLane)
  return Math.max(1, Math.min(inMemory, lanesInCache(fits[0], options), options.shards?.mostLanes ?? MOST_LANES))
}

/** Weights, one slot and gradients per lane; each core has a cache of its own and trains a slice of the lanes. */
function lanesInCache({ candidate }: FitPlan, { width, threads }: GroupOptions): number {
  const bytes = 3 * 4 * countWeights(buildLaneModel(candidate.spec, width))
  const perCore = Math.max(FEWEST_LANES, Math.floor(CACHE_BYTES / bytes))
  return Math.min(MOST_LANES, threads * perCore)
}

function countWeights({ variables }: LaneModel): number {
  return variables.reduce((total, { rows, columns }) => total + rows * columns, 0)
}

/** Tensors of one lane while a segment runs: state before and after, gradients, and what every step holds. */
function laneBytes(fit: FitPlan, options: GroupOptions): number {
  const { spec } = fit.candidate
  const model = buildLaneModel(spec, options.width)
  const weights = countWeights(model)
  const slots = stateNames(model).length / Math.max(1, model.variables.length)
  const units = model.layers.reduce((total, { outputUnits }) => total + outputUnits, options.width)
  const perStep = placesOf(spec.training.batchSize) * (options.width + 3 * model.draws + units)
  return 4 * (weights * (2 * slots + 2) + perStep * options.longestSegment(fit) + 2 * spec.training.batchSize * units)
}
