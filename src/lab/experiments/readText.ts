import type { ReadText } from '../../contract/experiments.ts'
import { toErrorData } from '../../core/errors.ts'
import type { ExperimentReading, ReadingJob } from './experimentReading.ts'
import { readAside } from './readAside.ts'

/** An experiment's text as data, or all that is wrong with it. What is wrong with a combination leaves the data. */
export async function readText(text: string, options: Omit<ReadingJob, 'text'> = {}): Promise<ReadText> {
  const { file, error } = await readingFor({ text, ...options })
  return { text, experiment: file ?? null, problems: error ? (error.problems ?? [error]) : [] }
}

async function readingFor(job: ReadingJob): Promise<ExperimentReading> {
  try {
    return await readAside(job)
  } catch (error) {
    return { error: toErrorData(error) }
  }
}
