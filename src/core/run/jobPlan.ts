import type { FitKey } from './runEvent.ts'

/** Fits that train together as lanes of one program: compiled, checkpointed and lost together. */
export interface PlannedBlock {
  readonly fits: readonly FitKey[]
  /** Multiplications of one training step of one lane. */
  readonly multiplications: number
  /** Training steps of one lane, when nothing stops it early. */
  readonly steps: number
  /** Final models, which need the predictions of all fits before. */
  readonly isFinal: boolean
}

/** All work of a job, as the trainer would do it, in its order. */
export interface JobPlan {
  readonly blocks: readonly PlannedBlock[]
}
