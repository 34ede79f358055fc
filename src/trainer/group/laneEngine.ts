/** What trains the lanes of a block: recorded programs of TensorFlow, or the native kernel. */
import type { ColumnWork } from '../../core/preprocessing/columnWork.ts'
import type { RowPredictor } from '../explain/rowPredictor.ts'
import type { LaneModel } from '../program/laneModel.ts'
import type { LaneSums } from './heldOutRows.ts'
import type { LaneValues } from './laneBlock.ts'
import type { LaneRun } from './laneRun.ts'
import type { BlockJob } from './blockJob.ts'

/** A block of lanes between two epochs. */
export interface LaneTrainer {
  /**
   * Trains epoch `epoch` (from 0) and evaluates held-out rows. Lanes that are not `active` have ended: what becomes of them
   * does not matter.
   */
  trainEpoch(epoch: number, active: readonly boolean[]): EpochOutcome
  /** The state of every lane: all of it, or the tensors named. */
  values(names?: readonly string[]): LaneValues[]
  dispose(): void
}

/** What an epoch came to, by lane. */
export interface EpochOutcome {
  /** `lossSum` and `metricSum` over the training rows. */
  readonly trained: LaneSums
  /** `evalLoss`, `evalMetric`, `monitorLoss`, `monitorMetric` over rows, and `penalty`. */
  readonly looked: LaneSums
  /** Outputs of the held-out rows `[rows × outputs]`. */
  readonly outputs: readonly Float32Array[]
}

export interface LaneTrainerOptions {
  readonly job: BlockJob
  /** One per lane; their plateaus move while training. */
  readonly runs: readonly LaneRun[]
  /** Values to go on from; first ones are drawn where absent. */
  readonly values: readonly LaneValues[] | undefined
}

export interface LaneEngine {
  /** Whether a lane of `model` gives other bits alone than among others. */
  needsCompany(model: LaneModel, places: readonly number[]): boolean
  /** Whether a smaller block is faster by more than making it costs. */
  readonly compacts: boolean
  /** Whether it reads packed rows; else tables have whole ones. */
  readonly readsPackedRows: boolean
  /** Prepares number columns faster; absent where the program does it. */
  readonly columns?: ColumnWork
  open(options: LaneTrainerOptions): LaneTrainer
  /** Predicts rows by fits of one architecture, which `key` names, `size` rows in one call of a lane. */
  rowPredictor(options: { readonly key: string; readonly model: LaneModel; readonly size: number }): RowPredictor
  dispose(): void
}
