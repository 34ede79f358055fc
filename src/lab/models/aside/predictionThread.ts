/** The thread on which files are predicted for the page, so that the lab's event loop never waits for it. */
import { parentPort } from 'node:worker_threads'
import { toErrorData } from '../../../core/errors.ts'
import { answerJob } from './answerJob.ts'
import type { FromThread, ToThread } from './predictionJob.ts'
import { yieldToPage } from '../../eventLoop/yieldToPage.ts'

yieldToPage()

const running = new Map<number, AbortController>()
const send = (message: FromThread): void => parentPort?.postMessage(message)

parentPort?.on('message', (message: ToThread) => {
  if ('cancel' in message) {
    running.get(message.cancel)?.abort()
    return
  }
  const { id, job } = message
  const stop = new AbortController()
  running.set(id, stop)
  answerJob(job, { signal: stop.signal, onProgress: (progress) => send({ id, progress }) })
    .then(
      (answer) => send({ id, answer }),
      (error: unknown) => send({ id, error: toErrorData(error) }),
    )
    .finally(() => running.delete(id))
    .catch(() => undefined)
})
