import { LARGEST_SEED } from '../core/random/largestSeed.ts'
import { eventIterator, type } from '@orpc/contract'
import { z } from 'zod'
import type { Task } from '../core/dataset/table.ts'
import type { ErrorData } from '../core/errors.ts'
import type { ValidationSpec } from '../core/split/validationSpec.ts'
import type { FitScopeTable } from '../core/run/fitScopeTable.ts'
import type { RunDocument } from '../core/run/runDocument.ts'
import type { RunEnd, RunEvent } from '../core/run/runEvent.ts'
import type { RunProgress } from '../core/run/runProgress.ts'
import type { EnvironmentChange, Verification } from '../core/run/verification.ts'
import type { RunPlace } from '../core/run/shardState.ts'
import { datasetIdSchema, experimentTextSchema, placeNameSchema, runIdSchema, shortTextSchema } from './identifiers.ts'
import { procedure } from './procedure.ts'

/**
 * Where a run stands. `interrupted`: its trainer or the whole app went; it can be resumed. `away`: it goes on at a place, and nobody
 * listens; resuming it listens again.
 */
export type RunStatus = 'waiting' | 'running' | 'paused' | 'finished' | 'stopped' | 'failed' | 'interrupted' | 'away'

/** One candidate of a run, before anything is known of its fits. */
export interface RunCandidate {
  readonly name: string
  readonly model: string
  readonly hyperparameters: Readonly<Record<string, number | string | boolean>>
  readonly parameters: number
  /** In units of the run's `stride`, as histories are. */
  readonly epochs: number
}

/** What a screen must know of a run before its events mean anything. */
export interface RunHeader {
  readonly runId: string
  readonly name: string
  readonly task: Task
  readonly datasetId?: string
  readonly datasetName: string
  readonly rows: number
  readonly classes: readonly string[]
  /** Rows of each class, in the order of `classes`. */
  readonly classCounts: readonly number[]
  readonly validation: ValidationSpec
  readonly candidates: readonly RunCandidate[]
  /** Metric that ranks. */
  readonly primaryMetric: string
  /** The class of a binary task that precision, recall, F1 and average precision are about. */
  readonly positiveClass?: string
  /** The experiment file, as text. */
  readonly experiment: string
  /** Where it is trained; absent: on this machine. */
  readonly place?: RunPlace
  /** ISO 8601. */
  readonly startedAt: string
  /** Every how many epochs histories hold a value: entry `i` is epoch `1 + i * stride`. 1 up to 2,000 epochs. */
  readonly stride: number
}

/**
 * One message of a run's stream. `begin` starts a state anew (`initialRunState(header.candidates)`), `events` go through
 * `applyRunEvents`: first what has happened, then what happens. At most 20 messages a second, and none of them large.
 * Histories are thinned by `stride`, predictions left out.
 */
export type RunUpdate =
  | { readonly kind: 'begin'; readonly header: RunHeader; readonly status: RunStatus }
  | { readonly kind: 'events'; readonly events: readonly RunEvent[] }
  | {
      readonly kind: 'progress'
      readonly status: RunStatus
      /** In real epochs. */
      readonly progress: RunProgress
      /** Whether everything that had happened when the stream was opened has been sent. */
      readonly isCaughtUp: boolean
    }
  | { readonly kind: 'end'; readonly status: RunStatus; readonly end: RunEnd }

/** A run that waits, trains, is paused, or was interrupted. */
export interface QueueEntry {
  readonly runId: string
  readonly name: string
  readonly status: RunStatus
  /** Name of the place where it is trained; absent: this machine. */
  readonly place?: string
  /** 0 to 1. */
  readonly fraction: number
  readonly remainingMs?: number
  readonly fitsDone: number
  readonly fits: number
  readonly error?: ErrorData
}

/** How a run is to go on: more repeats in all, or an experiment on the same data, e.g. with a larger sweep. */
export type Extension = { readonly repeats: number } | { readonly text: string }

/** A new run that has what is finished of another. */
export interface ExtendedRun {
  readonly runId: string
  /** Fits that need no training. */
  readonly reused: number
  /** What computes differs from what computed the other run: its fits are other numbers now, and are trained anew. */
  readonly changes: readonly EnvironmentChange[]
}

/** A verification on its way and what came of it. */
export type VerifyUpdate =
  | { readonly kind: 'progress'; readonly progress: RunProgress }
  | { readonly kind: 'done'; readonly verification: Verification }

const run = z.strictObject({ runId: runIdSchema })
const extension = z.union([
  z.strictObject({ repeats: z.int().min(1).max(1000) }),
  z.strictObject({ text: experimentTextSchema }),
])

/** Runs from start to end. */
export const runs = {
  /** Checks everything that can be checked, then puts the run into the queue, where it starts as soon as none is before it. */
  start: procedure
    .input(
      z.strictObject({
        text: experimentTextSchema,
        datasetId: datasetIdSchema,
        seed: z.int().min(0).max(LARGEST_SEED).optional(),
        models: z.array(shortTextSchema).max(10_000).optional(),
        /** The place where it is trained; absent: this machine. */
        on: placeNameSchema.optional(),
        /** Whether the person agrees that the dataset is copied to the place. */
        sendData: z.boolean().optional(),
      }),
    )
    .output(type<{ readonly runId: string }>()),
  /** Waiting, running, paused and interrupted runs, in the order of the queue. */
  queue: procedure.output(type<readonly QueueEntry[]>()),
  /** Puts a waiting run at another place of the queue, from 0. */
  move: procedure.input(run.extend({ to: z.int().min(0) })).output(type<null>()),
  pause: procedure.input(run).output(type<null>()),
  /** Goes on with a paused, stopped or interrupted run; listens again to one that is away. */
  resume: procedure.input(run).output(type<null>()),
  /** Keeps what is finished. */
  stop: procedure.input(run).output(type<null>()),
  /** Everything so far, then what happens; ends after `end`. */
  events: procedure.input(run).output(eventIterator(type<RunUpdate>())),
  /** Which rows took part in everything that a run fitted, computed anew from its data. */
  fitScope: procedure.input(run).output(type<FitScopeTable>()),
  /** Trains a run again, writing nothing, and compares it bit by bit; ends after `done`. Leaving the stream early ends it. */
  verify: procedure.input(run).output(eventIterator(type<VerifyUpdate>())),
  /** Puts a new run into the queue that goes on from another: what is finished there is not trained again. */
  extend: procedure.input(run.extend({ by: extension })).output(type<ExtendedRun>()),
  /** The result so far. `histories`: with the history of every fit. */
  document: procedure.input(run.extend({ histories: z.boolean().optional() })).output(type<RunDocument>()),
}
