import { type } from '@orpc/contract'
import { z } from 'zod'
import type { ErrorData } from '../core/errors.ts'
import { datasetIdSchema, experimentTextSchema, placeNameSchema } from './identifiers.ts'
import { procedure } from './procedure.ts'

/** Where runs can be trained besides this machine. */
export interface PlaceSummary {
  readonly name: string
  readonly engine: string
  /** As `ssh` reaches it, or where its engine answers; absent where it is this machine. */
  readonly host?: string
}

/** Whether a place can train runs now. */
export interface PlaceState {
  /** What is missing, and how to get it; absent where all is fine. */
  readonly problem?: ErrorData
}

/** What a run comes to on a place. */
export interface PlacePlan {
  /** Parts of one core each. */
  readonly parts: number
  /** Of them, so many train at once; absent where the engine decides. */
  readonly atOnce?: number
  readonly fits: number
  /** Of all parts together, on one core of this machine, roughly. */
  readonly processorSeconds: number
  /** Of the table that is sent. */
  readonly bytes: number
  readonly datasetName: string
  /** Whether the person must agree first that the dataset is copied to another machine. */
  readonly asks: boolean
}

const place = z.strictObject({ name: placeNameSchema })

/** Places beside this machine: `holdout places` adds and removes them. */
export const places = {
  /** Those that were added, and the engines of this machine that are there. */
  list: procedure.output(type<readonly PlaceSummary[]>()),
  /** Looks whether a place can train runs: takes as long as it takes to reach it. */
  check: procedure.input(place).output(type<PlaceState>()),
  /** Divides a run as it would be divided there; sends nothing. */
  plan: procedure
    .input(place.extend({ text: experimentTextSchema, datasetId: datasetIdSchema }))
    .output(type<PlacePlan>()),
}
