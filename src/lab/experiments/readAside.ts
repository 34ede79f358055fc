import { Worker } from 'node:worker_threads'
import { HoldoutError } from '../../core/errors.ts'
import type { ReadExperiment } from '../../core/experiment/file/parseExperiment.ts'
import { locatorOf } from '../../core/experiment/file/textPlaces.ts'
import { readingOf, type ExperimentReading, type ReadingJob } from './experimentReading.ts'
import { programFile } from '../programFile.ts'

/** A text this short is read within some milliseconds: a thread takes longer to start. */
const SHORT_CHARACTERS = 4000
/** Beyond the time that the largest text within the limits takes on a slow and busy machine. */
const LONGEST_MS = 15_000
/** Threads at once, whoever sends texts. */
const MOST_THREADS = 2

export interface ReadAsideOptions {
  readonly signal?: AbortSignal
  readonly longestMs?: number
}

const waiting: (() => void)[] = []
let running = 0

/**
 * Reads a text as an experiment: a long one, and one that sweeps, on a thread of its own, which is ended when it takes too long.
 * @throws HoldoutError `experiment/too-large` where it does, `stopped/by-user` with the signal
 */
export async function readAside(job: ReadingJob, options: ReadAsideOptions = {}): Promise<ExperimentReading> {
  const isShort = job.text.length <= SHORT_CHARACTERS
  if (isShort && !(job.facts && job.text.includes('sweep'))) return readingOf(job)
  while (running >= MOST_THREADS) await new Promise<void>((resolve) => waiting.push(resolve))
  running += 1
  try {
    return await onThread(job, options)
  } finally {
    running -= 1
    waiting.shift()?.()
  }
}

/** As `readExperiment`, by {@link readAside}. @throws HoldoutError as both */
export async function readExperimentAside(job: ReadingJob, options: ReadAsideOptions = {}): Promise<ReadExperiment> {
  const { file, places, error } = await readAside(job, options)
  if (error) throw HoldoutError.fromData(error)
  if (!file || !places) throw new Error('an experiment was read without its places')
  return { file, places, locate: locatorOf(places) }
}

async function onThread(
  job: ReadingJob,
  { signal, longestMs = LONGEST_MS }: ReadAsideOptions,
): Promise<ExperimentReading> {
  const thread = new Worker(programFile(import.meta.url, './experimentThread'))
  const end: { timer?: NodeJS.Timeout; stop: () => void } = { stop: () => undefined }
  try {
    return await new Promise<ExperimentReading>((resolve, reject) => {
      end.stop = () => reject(new HoldoutError('stopped/by-user', 'Stopped while the experiment was read.'))
      end.timer = setTimeout(() => reject(tooSlow(longestMs)), longestMs)
      if (signal?.aborted === true) end.stop()
      signal?.addEventListener('abort', end.stop)
      thread.once('message', resolve)
      thread.once('error', reject)
      thread.once('exit', () => reject(new Error('the thread for experiments ended')))
      thread.postMessage(job)
    })
  } finally {
    clearTimeout(end.timer)
    signal?.removeEventListener('abort', end.stop)
    await thread.terminate()
  }
}

function tooSlow(longestMs: number): HoldoutError {
  const seconds = String(Math.round(longestMs / 1000))
  return new HoldoutError('experiment/too-large', `The experiment could not be read within ${seconds} seconds.`, {
    hint: 'Choose a smaller experiment.',
  })
}
