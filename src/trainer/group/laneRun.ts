/** How one lane is doing: its history so far and what its schedule and early stopping remember. Plain data. */
import type { EarlyStopState } from './earlyStop.ts'
import { INITIAL_EARLY_STOP } from './earlyStop.ts'
import type { FitPlan } from './fitPlan.ts'
import type { LaneValues } from './laneBlock.ts'
import { initialPlateau, type PlateauState } from './learningRate.ts'

export interface LaneRun {
  readonly fit: FitPlan
  /** Values per epoch by metric name; grows while training. */
  readonly history: Record<string, number[]>
  plateau: PlateauState
  earlyStop: EarlyStopState
  /** Outputs on the held-out rows, of the best epoch where early stopping restores it, else of the last. */
  outputs: Float32Array
  /** The same epoch's weights, where they are wanted. */
  weights?: LaneValues
  /** By weight, how much that epoch changed it: size of the change over size of the weight. */
  updates?: Readonly<Record<string, number>>
}

/** A lane before its first epoch. */
export function newLaneRun(fit: FitPlan): LaneRun {
  return {
    fit,
    history: {},
    plateau: initialPlateau(fit.candidate.spec.training),
    earlyStop: INITIAL_EARLY_STOP,
    outputs: new Float32Array(0),
  }
}

/** Epochs a lane has trained. */
export function epochsOf({ history }: LaneRun): number {
  return history['loss']?.length ?? 0
}
