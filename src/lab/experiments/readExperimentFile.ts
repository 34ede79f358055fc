import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { HoldoutError } from '../../core/errors.ts'
import type { ExperimentFile } from '../../core/experiment/file/experimentFile.ts'
import type { Locate } from '../../core/experiment/file/problem.ts'
import { fileError } from '../datasets/source/fileError.ts'
import { readExperimentAside, type ReadAsideOptions } from './readAside.ts'

/** Experiments are written by hand; anything larger is another file by mistake. */
const MOST_BYTES = 8 << 20

/** An experiment file as it lies on disk. */
export interface OpenExperiment {
  /** Absolute. */
  readonly path: string
  readonly text: string
  readonly file: ExperimentFile
  /** Finds the line of a part of the file, for errors found later. */
  readonly locate: Locate
}

/**
 * Reads and checks an experiment file.
 * @throws HoldoutError of the families `file`, `experiment` and `model`.
 */
export async function readExperimentFile(path: string, options: ReadAsideOptions = {}): Promise<OpenExperiment> {
  const absolute = resolve(path)
  const text = await readExperimentText(absolute)
  const format = absolute.toLowerCase().endsWith('.json') ? 'json' : 'yaml'
  return { path: absolute, text, ...(await readExperimentAside({ text, format }, options)) }
}

/** The text of an experiment file, which may be wrong. @throws HoldoutError `experiment/…` where it cannot be read as text */
export async function readExperimentText(path: string): Promise<string> {
  try {
    const found = await stat(path)
    if (!found.isFile() && !found.isDirectory()) throw notAnExperiment(path, 'it is no ordinary file')
    if (found.size > MOST_BYTES) throw notAnExperiment(path, `it has ${String(found.size)} bytes`)
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path))
  } catch (cause) {
    if (cause instanceof TypeError) throw notAnExperiment(path, 'it is no text in UTF-8', cause)
    throw asUsage(fileError(cause, path))
  }
}

function notAnExperiment(path: string, what: string, cause?: unknown): HoldoutError {
  return new HoldoutError('experiment/not-text', `Expected an experiment file in YAML or JSON: ${what}.`, {
    path,
    hint: 'Give the experiment file first, and the CSV with --data.',
    ...(cause !== undefined && { cause }),
  })
}

/** A wrong path of the experiment is wrong usage; one of the data is bad data. */
function asUsage(error: unknown): unknown {
  if (!(error instanceof HoldoutError) || !error.code.startsWith('file/')) return error
  const code = error.code.replace('file/', 'experiment/') as `experiment/${string}`
  const { message, hint, path } = error
  return new HoldoutError(code, message, { ...(hint && { hint }), ...(path && { path }), cause: error })
}
