import type { PredictionUpdate } from '../../contract/predictions.ts'
import type { PredictionShare, PredictionRequests } from '../models/aside/predictionJob.ts'
import { answering, crossingStream } from './implementation.ts'
import type { LabServices } from './labServices.ts'
import { LatestProgress } from './latestProgress.ts'

const { predictions } = answering

/** New rows predicted by saved models. */
export const predictionAnswers = {
  model: predictions.model.handler(async ({ context, input }) =>
    context.lab.predictions.facts(input.model, await modelPath(context.lab, input.model)),
  ),
  inspect: predictions.inspect.handler(async ({ context, input, signal }) =>
    context.lab.predictions.inspect({ ...input, ...(await pathsOf(context.lab, input)) }, signal),
  ),
  run: predictions.run.handler(({ context, input, signal }) =>
    crossingStream(predictionUpdates(context.lab, input, signal)),
  ),
  save: predictions.save.handler(({ context, input }) => {
    const { path, name } = context.lab.predictions.kept(input.id)
    return context.lab.handOut({ name, type: 'text/csv', content: { path } })
  }),
  row: predictions.row.handler(async ({ context, input, signal }) => {
    const model = await modelPath(context.lab, input.model)
    return context.lab.predictions.row({ ...input, model }, signal)
  }),
}

type RunInput = Omit<PredictionRequests['predict'], 'out'> & { readonly isSample?: boolean }

/** Leaving early cancels: what was not finished leaves nothing behind. */
async function* predictionUpdates(
  lab: LabServices,
  { isSample = false, ...input }: RunInput,
  signal: AbortSignal | undefined,
): AsyncGenerator<PredictionUpdate, void> {
  const request = { ...input, ...(await pathsOf(lab, input)), isSample }
  const stop = new AbortController()
  const abort = (): void => stop.abort()
  signal?.addEventListener('abort', abort)
  const progress = new LatestProgress<PredictionShare>()
  const predicting = lab.predictions.predict(request, { signal: stop.signal, onProgress: progress.put })
  predicting.catch(() => undefined).finally(() => progress.close())
  try {
    for await (const share of progress.updates(lab.wait)) yield { kind: 'progress', ...share }
    yield { kind: 'done', result: await predicting }
  } finally {
    stop.abort()
    signal?.removeEventListener('abort', abort)
  }
}

async function pathsOf(
  lab: LabServices,
  { model, file }: { readonly model: string; readonly file: string },
): Promise<{ model: string; file: string }> {
  return { model: await modelPath(lab, model), file: await lab.files.pathOf(file) }
}

/** A model of a run by `RUN/N`, or a file that a person has chosen. */
function modelPath({ files, history }: LabServices, ref: string): Promise<string> | string {
  return ref.includes('/') ? history.modelPath(ref) : files.pathOf(ref)
}
