import { Worker } from 'node:worker_threads'
import { HoldoutError } from '../../../core/errors.ts'
import type {
  FromThread,
  PredictionAnswers,
  PredictionJob,
  PredictionKind,
  PredictionShare,
  PredictionRequests,
  ToThread,
} from './predictionJob.ts'
import { programFile } from '../../programFile.ts'

interface Waiting {
  readonly resolve: (answer: PredictionAnswers[PredictionKind]) => void
  readonly reject: (reason: unknown) => void
  readonly onProgress?: (progress: PredictionShare) => void
}

/** The thread for predictions: started with the first job, ended by `close`. */
export class PredictionWorker {
  #thread: Worker | undefined
  #last = 0
  readonly #waiting = new Map<number, Waiting>()

  /** Has a job done. The signal asks for an end; the promise settles once there is one. */
  async ask<Kind extends PredictionKind>(
    kind: Kind,
    request: PredictionRequests[Kind],
    { signal, onProgress }: { signal?: AbortSignal; onProgress?: (progress: PredictionShare) => void } = {},
  ): Promise<PredictionAnswers[Kind]> {
    const id = ++this.#last
    const cancel = (): void => this.#send({ cancel: id })
    try {
      return await new Promise<PredictionAnswers[Kind]>((resolve, reject) => {
        const take = (answer: PredictionAnswers[PredictionKind]): void => resolve(answer as PredictionAnswers[Kind])
        this.#waiting.set(id, { resolve: take, reject, ...(onProgress && { onProgress }) })
        this.#send({ id, job: { kind, request } as PredictionJob })
        signal?.addEventListener('abort', cancel)
        if (signal?.aborted === true) cancel()
      })
    } finally {
      signal?.removeEventListener('abort', cancel)
      this.#waiting.delete(id)
    }
  }

  /** Calls everything off, waits until it has ended, and ends the thread. */
  async close(): Promise<void> {
    const left = [...this.#waiting].map(([id, waiting]) => {
      this.#send({ cancel: id })
      return new Promise<void>((resolve) => {
        this.#waiting.set(id, {
          resolve: (answer) => {
            waiting.resolve(answer)
            resolve()
          },
          reject: (reason) => {
            waiting.reject(reason)
            resolve()
          },
        })
      })
    })
    await Promise.all(left)
    await this.#thread?.terminate()
    this.#thread = undefined
  }

  #send(message: ToThread): void {
    this.#thread ??= this.#start()
    this.#thread.postMessage(message)
  }

  #start(): Worker {
    const thread = new Worker(programFile(import.meta.url, './predictionThread'))
    thread.on('message', (message: FromThread) => this.#take(message))
    thread.on('error', (error) => this.#failAll(error))
    thread.on('exit', () => this.#failAll(new Error('the thread for predictions ended')))
    return thread
  }

  #take(message: FromThread): void {
    const waiting = this.#waiting.get(message.id)
    if ('progress' in message) waiting?.onProgress?.(message.progress)
    else if ('answer' in message) waiting?.resolve(message.answer)
    else waiting?.reject(HoldoutError.fromData(message.error))
  }

  #failAll(reason: unknown): void {
    this.#thread = undefined
    for (const { reject } of this.#waiting.values()) reject(reason)
  }
}
