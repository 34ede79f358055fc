import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import type { ModelFacts, PredictionReading, PredictionResult, ShownRow } from '../../contract/predictions.ts'
import { HoldoutError } from '../../core/errors.ts'
import { makeTemporaryFolder } from '../files/temporaryFolder.ts'
import type { PredictionShare, PredictionRequests } from './aside/predictionJob.ts'
import { PredictionWorker } from './aside/predictionWorker.ts'

/** Results that wait to be saved at most; older ones are forgotten. */
const MOST_RESULTS = 4

/** Predictions of a whole file, ready to be saved. */
export interface KeptPredictions {
  readonly path: string
  /** As it is proposed to save it. */
  readonly name: string
}

/** Predicts files for the page, on a thread of its own, and keeps what came of it until it is saved or the lab ends. */
export class PredictionService {
  readonly #worker = new PredictionWorker()
  readonly #kept = new Map<string, KeptPredictions>()
  #folder: Promise<string> | undefined

  /** @param model path of the model file; `ref`: what the page calls it */
  async facts(ref: string, model: string): Promise<ModelFacts> {
    return { model: ref, ...(await this.#worker.ask('facts', { model })) }
  }

  inspect(request: PredictionRequests['inspect'], signal?: AbortSignal): Promise<PredictionReading> {
    return this.#worker.ask('inspect', request, signal && { signal })
  }

  row(request: PredictionRequests['row'], signal?: AbortSignal): Promise<ShownRow> {
    return this.#worker.ask('row', request, signal && { signal })
  }

  /** Predicts a file, or its beginning; the predictions of a whole file are kept. */
  async predict(
    { isSample, ...request }: Omit<PredictionRequests['predict'], 'out'> & { readonly isSample: boolean },
    options: { signal?: AbortSignal; onProgress?: (progress: PredictionShare) => void },
  ): Promise<PredictionResult> {
    if (isSample) return this.#worker.ask('predict', request, options)
    const id = randomUUID()
    const path = join(await this.#ownFolder(), `${id}.csv`)
    const result = await this.#worker.ask('predict', { ...request, out: path }, options)
    this.#kept.set(id, { path, name: `${basename(request.file, extname(request.file))} predicted.csv` })
    await this.#forgetOldest()
    return { id, ...result }
  }

  /** @throws HoldoutError `usage/no-predictions` */
  kept(id: string): KeptPredictions {
    const kept = this.#kept.get(id)
    if (kept) return kept
    throw new HoldoutError('usage/no-predictions', 'These predictions are no longer there to be saved.', {
      hint: 'Predict the file again.',
    })
  }

  /** Calls off what is under way, and forgets all results. */
  async shutdown(): Promise<void> {
    await this.#worker.close()
    this.#kept.clear()
    const folder = await this.#folder
    if (folder !== undefined) await rm(folder, { recursive: true, force: true })
  }

  #ownFolder(): Promise<string> {
    this.#folder ??= makeTemporaryFolder('predictions')
    return this.#folder
  }

  async #forgetOldest(): Promise<void> {
    for (const [id, { path }] of [...this.#kept].slice(0, -MOST_RESULTS)) {
      this.#kept.delete(id)
      await rm(path, { force: true })
    }
  }
}
