import { z } from 'zod'

/** What stands for the engine of this machine. */
export const ENGINES = ['slurm'] as const

/** Names a person gives places, and runs name them by. */
export const PLACE_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$/

export const placeSchema = z.strictObject({
  name: z.string().regex(PLACE_NAME),
  engine: z.enum(ENGINES),
  /** As `ssh` takes it, e.g. `ada@login.example.org`; absent: this machine. */
  host: z
    .string()
    .max(300)
    .regex(/^[^-\s]\S*$/, 'expected a host as ssh takes it')
    .optional(),
  /** A folder that all nodes share; relative to the home folder of the place. */
  folder: z.string().min(1).max(1000),
  partition: z.string().min(1).max(100).optional(),
  account: z.string().min(1).max(100).optional(),
  /** Time limit of a shard, as the engine writes it. */
  time: z.string().min(1).max(40).optional(),
  /** Memory of a shard, as the engine writes it. */
  memory: z.string().min(1).max(40).optional(),
  /** Shards at once. */
  atMost: z.int().min(1).max(10_000).optional(),
  /** Seconds that a shard should take at least. */
  leastSeconds: z.number().min(0).max(86_400).optional(),
  /** Seconds by which files of the folder may appear late: NFS shows them up to 30 seconds after they were written. */
  fileDelay: z.number().min(0).max(3600).optional(),
  /** SHA-256 of the datasets that may be copied there. */
  datasets: z.array(z.string().max(64)).optional(),
  /** Node's program on the place; absent: the one of this process. */
  node: z.string().min(1).max(1000).optional(),
  /** The folder of Holdout on the place; absent: the one of this process. */
  program: z.string().min(1).max(1000).optional(),
})

/** Where runs can be trained besides this machine. */
export type Place = z.infer<typeof placeSchema>

/** A folder of Holdout's own in the home folder. */
export const DEFAULT_FOLDER = '.holdout-place'

/** Fewer starts a minute than sites ask for. */
export const LEAST_SECONDS = 300
export const FILE_DELAY_SECONDS = 35
export const MOST_SHARDS = 200
