import { toErrorData, type ErrorData } from '../../core/errors.ts'
import type { ExperimentFile } from '../../core/experiment/file/experimentFile.ts'
import { readExperiment } from '../../core/experiment/file/parseExperiment.ts'
import { patchExperimentText } from '../../core/experiment/file/patchExperimentText.ts'
import { validateExperiment } from '../../core/experiment/file/validateExperiment.ts'
import type { TextPlaces } from '../../core/experiment/file/textPlaces.ts'
import { resolveExperiment, type DatasetFacts } from '../../core/experiment/resolve/resolveExperiment.ts'

/** A text that is to be read as an experiment. */
export interface ReadingJob {
  readonly text: string
  readonly format?: 'yaml' | 'json'
  /** Of its dataset: then sweeps and combinations are checked too. */
  readonly facts?: DatasetFacts
  /** What the text shall mean. */
  readonly after?: ExperimentFile
}

/** What came of it, as plain data: the experiment, or what is wrong; both where only a combination is wrong. */
export interface ExperimentReading {
  readonly file?: ExperimentFile
  readonly places?: TextPlaces
  /** The text changed so that it means `after`. */
  readonly patched?: string
  readonly error?: ErrorData
}

/** Reads a text as an experiment. Long texts take seconds: see `readAside`. */
export function readingOf({ text, format, facts, after }: ReadingJob): ExperimentReading {
  let read: Pick<ExperimentReading, 'file' | 'places'> = {}
  try {
    const { file, places, locate } = readExperiment(text, { ...(format && { format }) })
    read = { file, places }
    if (facts) resolveExperiment(file, facts, locate)
    return after ? { file: validateExperiment(after), patched: patchExperimentText(text, file, after) } : read
  } catch (error) {
    return { ...read, error: toErrorData(error) }
  }
}
