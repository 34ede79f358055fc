import { z } from 'zod'

/** Engines, each of which also names the one of this machine. */
export const ENGINES = ['slurm', 'ray'] as const
export type EngineName = (typeof ENGINES)[number]

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
  /** `HOST:PORT` of a Ray that runs, as the place reaches it; absent with Ray: one of our own is started there. */
  address: z
    .string()
    .max(300)
    .regex(/^[^-\s][^\s/]*:\d{1,5}$/, 'expected HOST:PORT')
    .optional(),
  /** The Python on the place that has Ray; absent: `python3`. */
  python: z.string().min(1).max(1000).optional(),
  /** The file on the place that holds the token of Ray; absent: where Ray itself looks for it. */
  tokenFile: z.string().min(1).max(1000).optional(),
  partition: z.string().min(1).max(100).optional(),
  account: z.string().min(1).max(100).optional(),
  /** Time limit of a shard, as Slurm writes it. */
  time: z.string().min(1).max(40).optional(),
  /** Memory of a shard, as Slurm writes it. */
  memory: z.string().min(1).max(40).optional(),
  /** Shards at once. */
  atMost: z.int().min(1).max(10_000).optional(),
  /** Seconds that a shard should take at least. */
  leastSeconds: z.number().min(0).max(86_400).optional(),
  /** Seconds by which files of the folder may appear late: NFS shows them up to 30 seconds after they were written. */
  fileDelay: z.number().min(0).max(3600).optional(),
  /** SHA-256 of the datasets that may be copied there. */
  datasets: z.array(z.string().max(64)).optional(),
  /** The copy of Holdout that set-up made in the place's folder. */
  build: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,80}$/)
    .optional(),
  /** Node's program on the place; absent: the one of this process. */
  node: z.string().min(1).max(1000).optional(),
  /** The folder of Holdout on the place; absent: the one of this process. */
  program: z.string().min(1).max(1000).optional(),
})

/** Where runs can be trained besides this machine. */
export type Place = z.infer<typeof placeSchema>

/** Whether a run there goes to other machines: a Ray that runs may have nodes anywhere. */
export function isElsewhere({ host, address }: Place): boolean {
  return host !== undefined || address !== undefined
}

/** A folder of Holdout's own in the home folder. */
export const DEFAULT_FOLDER = '.holdout-place'

export const MOST_SHARDS = 200
