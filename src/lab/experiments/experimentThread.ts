/** The thread on which long experiments are read, so that neither the lab's event loop nor Ctrl-C waits for them. */
import { parentPort } from 'node:worker_threads'
import { readingOf, type ReadingJob } from './experimentReading.ts'

parentPort?.once('message', (job: ReadingJob) => parentPort?.postMessage(readingOf(job)))
