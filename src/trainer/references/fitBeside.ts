import { Worker } from 'node:worker_threads'
import type { RunEvent } from '../../core/run/runEvent.ts'
import type { ReferenceJob, TrainerCommand } from '../../core/run/trainerJob.ts'
import { threadFile } from '../threadFile.ts'

/** What a thread of reference models begins with. */
export interface ReferenceThreadData {
  readonly job: ReferenceJob
  /** Of the process before it stood back. */
  readonly priority: number
}

/** What it says: events, and at last whether all of its models came to an end. */
export type ReferenceThreadMessage = RunEvent | { readonly kind: 'done'; readonly isComplete: boolean }

/** A thread that fits reference models. */
export interface ReferenceThread {
  /** Whether all came to an end. @throws where the thread ended before. */
  readonly ended: Promise<boolean>
  send(command: TrainerCommand): void
}

/** Fits the reference models of `data.job` on a thread. */
export function fitBeside(data: ReferenceThreadData, emit: (event: RunEvent) => void): ReferenceThread {
  const thread = new Worker(threadFile(import.meta.url, 'referenceThread'), { workerData: data })
  const ended = new Promise<boolean>((resolve, reject) => {
    thread.on('message', (message: ReferenceThreadMessage) => {
      if (message.kind === 'done') resolve(message.isComplete)
      else emit(message)
    })
    thread.once('error', reject)
    thread.once('exit', () => {
      reject(new Error('the thread of reference models ended before they did'))
    })
  })
  return { ended, send: (command) => thread.postMessage(command) }
}
