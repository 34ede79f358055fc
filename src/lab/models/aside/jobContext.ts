import type { PredictionShare } from './predictionJob.ts'

/** What a job can be told and tells meanwhile. */
export interface JobContext {
  readonly signal: AbortSignal
  readonly onProgress: (progress: PredictionShare) => void
}
