import type { Engine } from './engine.ts'
import type { EngineName } from './place.ts'
import type { PlaceFact } from './placeFact.ts'
import type { OpenPlace } from './placeFiles.ts'
import { checkRay } from './ray/checkRay.ts'
import { RayEngine } from './ray/rayEngine.ts'
import { checkSlurm } from './checkSlurm.ts'
import { SlurmEngine } from './slurmEngine.ts'

/** An engine that exists, and what is usual with it. */
export interface EngineKind {
  readonly open: (open: OpenPlace) => Engine
  /** Looks for the engine and its nodes on a place. */
  readonly check: (open: OpenPlace) => Promise<readonly PlaceFact[]>
  /** Seconds that a shard takes at least, unless the place says otherwise. */
  readonly leastSeconds: number
  /** Seconds by which files of events may appear late, unless the place says otherwise. */
  readonly fileDelay: number
}

/** A new engine is a row here. */
export const ENGINE_KINDS: Readonly<Record<EngineName, EngineKind>> = {
  slurm: {
    open: (open) => new SlurmEngine(open.place, open.shell, { command: open.program('main') }),
    check: checkSlurm,
    // Sites ask for fewer than 10 starts a minute.
    leastSeconds: 300,
    // NFS shows appended bytes up to 30 seconds late.
    fileDelay: 35,
  },
  ray: {
    open: (open) => new RayEngine(open),
    check: checkRay,
    leastSeconds: 30,
    // Its driver writes them where they are read.
    fileDelay: 1,
  },
}
