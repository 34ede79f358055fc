import { checkExperiment } from '../resolve/checkExperiment.ts'
import type { ExperimentFile } from './experimentFile.ts'
import { problemsError, type Locate } from './problem.ts'
import { readDocument } from './readDocument.ts'
import { locatorOf, type TextPlaces } from './textPlaces.ts'

export interface ParseOptions {
  /** Taken from the ending of `path` unless given; YAML without both. */
  readonly format?: 'yaml' | 'json'
  /** Path of the file, for its ending. */
  readonly path?: string
}

/** An experiment as written, with the way from its parts to their places in the text. */
export interface ReadExperiment {
  readonly file: ExperimentFile
  readonly locate: Locate
  /** What `locate` looks up, as data that can be sent to another thread. */
  readonly places: TextPlaces
}

/**
 * Reads an experiment file and checks all that can be known without its dataset.
 *
 * @throws HoldoutError `experiment/syntax`, `experiment/too-large`, `experiment/version`, `experiment/invalid` or `model/…` with line, column
 *   and path; `problems` lists everything that is wrong.
 */
export function parseExperiment(text: string, options: ParseOptions = {}): ExperimentFile {
  return readExperiment(text, options).file
}

/** `parseExperiment` with `locate`, so that `resolveExperiment` can name lines too. */
export function readExperiment(text: string, options: ParseOptions = {}): ReadExperiment {
  const { data, places } = readDocument(text, options.format ?? formatOf(options.path))
  const problems = checkExperiment(data)
  const locate = locatorOf(places)
  if (problems.length > 0) throw problemsError(problems, locate)
  return { file: data as ExperimentFile, locate, places }
}

function formatOf(path: string | undefined): 'yaml' | 'json' {
  return path?.toLowerCase().endsWith('.json') === true ? 'json' : 'yaml'
}
