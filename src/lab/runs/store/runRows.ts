/** Rows of the workspace's tables as `node:sqlite` gives them. */
import type { RunStatus } from '../../../contract/runs.ts'
import type { Task } from '../../../core/dataset/table.ts'

export interface RunRow {
  readonly id: string
  readonly name: string
  readonly task: Task
  readonly seed: number
  readonly status: RunStatus
  readonly place: number | null
  readonly startedAt: string
  readonly seconds: number
  readonly plannedFits: number
  readonly finishedFits: number
  readonly divergedFits: number
  readonly datasetName: string
  readonly datasetSha256: string
  readonly datasetId: string | null
  readonly tableHash: string
  readonly note: string
  readonly isStarred: number
  readonly deletedAt: string | null
  readonly extendedFrom: string | null
  readonly backend: string | null
  readonly ended: string | null
  readonly notices: string
  readonly shards: string
  readonly optimism: string | null
  readonly job: string
  readonly context: string
  /** Of the experiment file. */
  readonly text: string
}

export interface CandidateRow {
  readonly id: number
  readonly position: number
  readonly name: string
  readonly model: string
  readonly parameters: number
  readonly planned: number
  readonly finalModel: string | null
  readonly hyperparameters: string
  readonly spec: string
}

export interface FitRow {
  readonly id: number
  /** Position of its candidate. */
  readonly position: number
  readonly repeat: number
  readonly fold: number
  readonly outerFold: number
  readonly status: 'finished' | 'diverged'
  readonly epochs: number
  readonly bestEpoch: number | null
  readonly steps: number
  readonly seconds: number
  readonly identity: string
  readonly reusedFrom: string | null
  readonly scores: string | null
  readonly diverged: string | null
  readonly preparation: string
  readonly history?: Uint8Array
  readonly predictions?: Uint8Array | null
  /** JSON of a `FitExplanation`. */
  readonly diagnostics?: string | null
}

/** In `outerFold`: not inside any outer fold. */
export const NO_OUTER_FOLD = -1
