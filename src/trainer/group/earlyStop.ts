/** Keras's `EarlyStopping` for one lane, as plain data that a checkpoint can hold. */
import type { EarlyStopping } from '../../core/model/modelSpec.ts'

export interface EarlyStopState {
  readonly best: number | null
  /** From 1; 0 before the first epoch. */
  readonly bestEpoch: number
  readonly wait: number
}

export const INITIAL_EARLY_STOP: EarlyStopState = { best: null, bestEpoch: 0, wait: 0 }

/** What an epoch's watched value did: the new state, whether it was the best so far, whether to stop. */
export interface EarlyStopStep {
  readonly state: EarlyStopState
  readonly isBest: boolean
  readonly isOver: boolean
}

/** After epoch `epoch` (from 1) with watched `value`. */
export function nextEarlyStop(state: EarlyStopState, rule: EarlyStopping, epoch: number, value: number): EarlyStopStep {
  const isBest =
    state.best === null ||
    (rule.monitor === 'loss' ? value < state.best - rule.minDelta : value > state.best + rule.minDelta)
  const next = isBest ? { best: value, bestEpoch: epoch, wait: 0 } : { ...state, wait: state.wait + 1 }
  return { state: next, isBest, isOver: next.wait >= rule.patience && epoch > 1 }
}
