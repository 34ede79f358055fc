/** Which fits a job consists of, and which of them train together. */
import type { Candidate } from '../../core/model/modelSpec.ts'
import { drawName } from '../../core/run/fitStream.ts'
import type { FitKey } from '../../core/run/runEvent.ts'

/** One fit: a candidate, the rows it learns from and those it is judged by. */
export interface FitPlan {
  readonly key: FitKey
  readonly candidate: Candidate
  /** Rows the preprocessing is fitted on: `train`, and `monitor` where there is one. */
  readonly fitted: Int32Array
  /** Rows the weights learn from. */
  readonly train: Int32Array
  /** Rows that early stopping watches. */
  readonly monitor?: Int32Array
  /** Held-out rows; empty for a final model. */
  readonly test: Int32Array
  /** Root of everything random in this fit but its split. */
  readonly seed: number
}

/** What tells fits apart that draw differently: equal for those of one split and seed. */
export function streamName({ seed, key }: FitPlan): string {
  return `${String(seed)}/${drawName(key)}`
}
