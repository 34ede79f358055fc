import type { JobContext } from './jobContext.ts'
import { stat } from 'node:fs/promises'
import { openModel } from '../openModel.ts'
import type { OpenModel } from '../openModel.ts'
import { inspectPrediction } from './inspectPrediction.ts'
import { modelFacts } from './modelFacts.ts'
import { predictForPage } from './predictForPage.ts'
import type { PredictionAnswers, PredictionJob, PredictionKind } from './predictionJob.ts'
import { predictTypedRow } from './predictTypedRow.ts'

/** Does one job of the thread for predictions. */
export async function answerJob(job: PredictionJob, context: JobContext): Promise<PredictionAnswers[PredictionKind]> {
  const model = await opened(job.request.model)
  switch (job.kind) {
    case 'facts':
      return modelFacts(model)
    case 'inspect':
      return inspectPrediction(model, job.request, context.signal)
    case 'predict':
      return predictForPage(model, job.request, context)
    case 'row':
      return predictTypedRow(model, job.request, context.signal)
  }
}

let last: { readonly path: string; readonly modifiedMs: number; readonly model: OpenModel } | undefined

/** The model of a file; the last one is kept, since rows typed by hand ask for the same one again and again. */
async function opened(path: string): Promise<OpenModel> {
  const { mtimeMs: modifiedMs } = await stat(path).catch(() => ({ mtimeMs: 0 }))
  if (last?.path === path && last.modifiedMs === modifiedMs) return last.model
  const model = await openModel(path)
  last = { path, modifiedMs, model }
  return model
}
