/** What a shard's trainer is given, and what it reports: the contents of a shard's folder. Plain data. */
import type { ErrorData } from '../errors.ts'
import { ENGINE_VERSION } from '../run/engineVersion.ts'
import type { FitKey, RunEvent } from '../run/runEvent.ts'
import type { TrainerJob } from '../run/trainerJob.ts'

/** What all shards of a run have in common: `job.v8` in the run's folder. */
export interface ShardedJob {
  /** Paths are relative to a shard's folder. */
  readonly job: TrainerJob
  /** Of the program that the run was submitted with: another one trains nothing. */
  readonly stamp: string
}

/** The part of one shard: `shard.v8` in its folder. */
export interface ShardPart {
  /** Blocks to train. */
  readonly only: readonly (readonly FitKey[])[]
  /** Folders of the shards whose predictions final models rest on, relative to this one; none of other shards. */
  readonly after: readonly string[]
}

/** Who made an attempt. */
export interface Attempt {
  /** The engine's name of the machine, or its host name. */
  readonly node: string
  readonly processor: string
  /** When it began, in milliseconds since 1970 by the node's own clock. */
  readonly startedAt: number
}

/** Why a node trains nothing. */
export interface Refusal {
  readonly node: string
  readonly error: ErrorData
}

/** One record of a file of events. */
export type ShardMessage =
  | { readonly kind: 'attempt'; readonly attempt: Attempt }
  /** The node computes otherwise than the run; nothing was trained. */
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** What the trainer reports; the last event of an attempt that came to an end is `ended`. */
  | { readonly kind: 'events'; readonly events: readonly RunEvent[] }
  /** A final model, ahead of its event. */
  | { readonly kind: 'model'; readonly candidate: number; readonly text: string }

/** Raise when the files of a shard change. */
const FORMAT = 1

/** Names a program by all that its files and results depend on, given the version of its package. */
export function stampOf(version: string): string {
  return `${version}, engine ${String(ENGINE_VERSION)}, shards ${String(FORMAT)}`
}

/** How the program of a shard ends. Other codes and signals are crashes. */
export const SHARD_EXIT = {
  done: 0,
  /** An error that another attempt would meet again; it is in the events. */
  failed: 65,
  /** Stopped by a signal, with checkpoints: another attempt goes on. */
  stopped: 75,
  /** This node computes otherwise. */
  refused: 76,
} as const
