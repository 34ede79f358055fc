import type { PlannedBlock } from '../run/jobPlan.ts'

/** What one worker is given: several whole blocks, in the order of the plan. */
export interface Shard {
  readonly blocks: readonly PlannedBlock[]
  /** Multiplications in all. */
  readonly work: number
}

/** Shards of a run: final models start when all fits are done. */
export interface ShardPlan {
  readonly fits: readonly Shard[]
  readonly finals: readonly Shard[]
}

/** How a run is divided. */
export interface PackOptions {
  /** Seconds that a shard should take at least: a start costs about one. */
  readonly leastSeconds: number
  /** Shards at most. */
  readonly most: number
}

/**
 * Multiplications per second of one core, from the hidden-dropout network of the Sonar exercise (400 fits × 300 epochs in 41 CPU
 * seconds). Larger networks are faster, smaller ones slower: it decides the number of shards and nothing else.
 */
const SPEED = 9e9

/** A block of fewer fits costs more per fit. */
export const FEWEST_LANES = 20

/** Seconds that this work takes on one core, roughly. */
export function secondsOf(work: number): number {
  return work / SPEED
}

/** Multiplications of a block from its first step to its last. */
export function workOf({ fits, multiplications, steps }: PlannedBlock): number {
  return fits.length * multiplications * steps
}

/** Into how many shards this work is worth dividing. */
export function shardsFor(work: number, { leastSeconds, most }: PackOptions): number {
  return Math.max(1, Math.min(most, Math.ceil(secondsOf(work) / leastSeconds)))
}

/** Fits a block may have so that the blocks are enough for the shards of this run. */
export function lanesFor(fits: number, shards: number): number {
  return Math.max(FEWEST_LANES, Math.ceil(fits / shards))
}

/**
 * Packs blocks into at most `shards` shards of similar work: the largest block first, each into the shard that has least (Graham's
 * rule: the largest shard is at most 4/3 of the best one). Final models are one more shard.
 */
export function packShards(blocks: readonly PlannedBlock[], shards: number): ShardPlan {
  const fits = blocks.filter(({ isFinal }) => !isFinal)
  const finals = blocks.filter(({ isFinal }) => isFinal)
  return { fits: packed(fits, shards), finals: packed(finals, 1) }
}

function packed(blocks: readonly PlannedBlock[], most: number): readonly Shard[] {
  const bins = Array.from({ length: Math.min(most, blocks.length) }, () => ({ work: 0, indices: [] as number[] }))
  const largestFirst = blocks.map((_, index) => index).sort((a, b) => workOf(blocks[b]) - workOf(blocks[a]))
  for (const index of largestFirst) {
    const least = bins.reduce((best, bin) => (bin.work < best.work ? bin : best))
    least.work += workOf(blocks[index])
    least.indices.push(index)
  }
  return bins
    .filter(({ indices }) => indices.length > 0)
    .map(({ indices, work }) => ({ blocks: indices.sort((a, b) => a - b).map((index) => blocks[index]), work }))
}
