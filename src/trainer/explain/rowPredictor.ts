/** Predicts many prepared rows by trained fits of one architecture. */
import type { LaneValues } from '../group/laneBlock.ts'
import type { LaneModel } from '../program/laneModel.ts'

/** Rows to be predicted by one fit. */
export interface RowTask {
  /** Of that fit: its numbers may differ from those of others. */
  readonly model: LaneModel
  /** Values of its variables. */
  readonly weights: LaneValues
  readonly count: number
  /** Writes the features of a row (from 0) at `at`. */
  readonly write: (row: number, into: Float32Array, at: number) => void
}

/** What a task came to. */
export interface RowOutputs {
  /** `[count × outputs]`. */
  readonly outputs: Float32Array
  /** Least and largest output of each unit over the rows, for each layer that was watched. */
  readonly ends: readonly { readonly low: Float32Array; readonly high: Float32Array }[]
}

export interface RowPredictor {
  /** Predicts the rows of all tasks; `watched` are places of layers. */
  predict(tasks: readonly RowTask[], watched?: readonly number[]): readonly RowOutputs[]
}
