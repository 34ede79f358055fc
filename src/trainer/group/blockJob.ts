/** What a block of fits is trained with, and where it can go on from. */
import type { FitPlan } from './fitPlan.ts'
import type { FoldData } from './foldData.ts'
import type { LaneValues } from './laneBlock.ts'
import type { LaneRun } from './laneRun.ts'

/** What a block of fits needs to train. */
export interface BlockJob {
  readonly fits: readonly FitPlan[]
  readonly foldOf: (fit: FitPlan) => FoldData
  /** Weight of each dataset row in the loss of a fit, if it has weights. */
  readonly rowWeightsOf: (fit: FitPlan) => Float32Array | undefined
  readonly isWeighted: boolean
  /** Whether the histories of a regression hold root mean squared errors; mean absolute ones unless given. */
  readonly squaresErrors?: boolean
  readonly evalSize: number
  /** Longest segment of steps in one program. */
  readonly longestSegment: number
  /** Keep the weights of each fit's chosen epoch, and how much that epoch changed them. */
  readonly keepsWeights: boolean
  /** Where to go on from. */
  readonly from?: BlockCheckpoint
}

/** A block between two epochs: all that training on needs, since randomness is keyed. */
export interface BlockCheckpoint {
  /** Epochs done. */
  readonly epoch: number
  readonly lanes: readonly { readonly run: Omit<LaneRun, 'fit'>; readonly fit: string; readonly values: LaneValues }[]
}
