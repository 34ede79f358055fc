import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { crc32 } from 'node:zlib'
import type { JobPlan } from '../../core/run/jobPlan.ts'
import type { FitKey } from '../../core/run/runEvent.ts'
import type { TrainerJob } from '../../core/run/trainerJob.ts'
import { FrameReader, framed } from '../../core/shards/frames.ts'
import { FEWEST_LANES, lanesFor, packShards, shardsFor, workOf } from '../../core/shards/packShards.ts'
import type { SentFile } from '../../core/shards/sentFile.ts'
import { stampOf } from '../../core/shards/shardMessage.ts'
import type { ShardedJob, ShardPart } from '../../core/shards/shardMessage.ts'
import { holdoutVersion } from '../experiments/describeEnvironment.ts'
import { replaceFile } from '../files/jsonFile.ts'
import { planWithChild } from '../trainers/childProcessTrainer.ts'
import { ENGINE_KINDS } from './engineKinds.ts'
import { MOST_SHARDS } from './place.ts'
import type { Place } from './place.ts'

/** How a run is divided, kept with the run: a run that is listened to again has the same shards. */
export interface ShardedRun {
  /** Blocks of each shard. */
  readonly shards: readonly (readonly (readonly FitKey[])[])[]
  /** Shards of final models, which start after the others. */
  readonly finals: readonly number[]
  /** Name of the run's folder on the place. */
  readonly folder: string
  /** Milliseconds since 1970, by the clock of this machine. */
  readonly submittedAt: number
}

/** A division with what it comes to. */
export interface DividedRun extends ShardedRun {
  /** Multiplications in all. */
  readonly work: number
  /** Training steps in all. */
  readonly steps: number
}

const FILE = 'shards.v8'

/** Asks which blocks a job consists of. */
export type Planner = (job: TrainerJob, mostLanes?: number) => Promise<JobPlan>

/** How `job` was divided, or a new division, which is kept in its checkpoint folder. */
export async function shardedRun(
  job: TrainerJob,
  place: Place,
  now: number,
  plan: Planner = planWithChild,
): Promise<ShardedRun> {
  const path = job.checkpointFolder === undefined ? undefined : join(job.checkpointFolder, FILE)
  const known = path === undefined ? undefined : await readKept(path)
  if (known) return known
  const divided = await divide(job, place, now, plan)
  if (path !== undefined) await replaceFile(path, framed(serialize(divided), crc32), { isPrivate: true })
  return divided
}

async function readKept(path: string): Promise<ShardedRun | undefined> {
  const bytes = await readFile(path).catch(() => undefined)
  const [content] = bytes === undefined ? [] : new FrameReader(crc32).push(bytes)
  return content === undefined ? undefined : (deserialize(content) as ShardedRun)
}

/** Divides a job, and keeps nothing. */
export async function divide(
  job: TrainerJob,
  place: Place,
  now: number,
  plan: Planner = planWithChild,
): Promise<DividedRun> {
  const { leastSeconds = ENGINE_KINDS[place.engine].leastSeconds } = place
  const whole = await plan(job)
  const work = whole.blocks.reduce((sum, block) => sum + workOf(block), 0)
  const wanted = shardsFor(work, { leastSeconds, most: MOST_SHARDS })
  const fits = whole.blocks.reduce((sum, block) => sum + block.fits.length, 0)
  const isCoarse = whole.blocks.length < wanted && whole.blocks.some((block) => block.fits.length > FEWEST_LANES)
  const { blocks } = isCoarse ? await plan(job, lanesFor(fits, wanted)) : whole
  const packed = packShards(blocks, wanted)
  const shards = [...packed.fits, ...packed.finals].map((shard) => shard.blocks.map((block) => block.fits))
  const finals = packed.finals.map((_, index) => packed.fits.length + index)
  const sum = createHash('sha256').update(serialize(shards)).digest('hex')
  const steps = whole.blocks.reduce((total, block) => total + block.fits.length * block.steps, 0)
  return { shards, finals, folder: `${job.runId}-${sum.slice(0, 8)}`, submittedAt: now, work, steps }
}

/** The files of a run's folder: the job once, and the part of each shard. */
export function runFiles(job: TrainerJob, run: ShardedRun): readonly SentFile[] {
  const { checkpointFolder: _, references: __, place: ___, modelFolder, ...rest } = job
  const sharded: ShardedJob = {
    job: {
      ...rest,
      tableFile: `../../../../tables/${job.tableSha256 ?? ''}`,
      ...(modelFolder !== undefined && { modelFolder: 'models' }),
    },
    stamp: stampOf(holdoutVersion()),
  }
  const after = run.shards.flatMap((_, shard) => (run.finals.includes(shard) ? [] : [`../${String(shard)}`]))
  const parts = run.shards.map((only, shard): SentFile => {
    const part: ShardPart = { only, after: run.finals.includes(shard) ? after : [] }
    return { path: `shards/${String(shard)}/shard.v8`, bytes: framed(serialize(part), crc32) }
  })
  return [{ path: 'job.v8', bytes: framed(serialize(sharded), crc32) }, ...parts]
}
