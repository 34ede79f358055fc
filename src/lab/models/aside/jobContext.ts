import type { PredictionShare } from './predictionJob.ts'

/** What a job receives and reports meanwhile. */
export interface JobContext {
  readonly signal: AbortSignal
  readonly onProgress: (progress: PredictionShare) => void
}
