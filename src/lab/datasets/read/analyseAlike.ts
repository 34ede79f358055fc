import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { DatasetColumn } from '../../../core/dataset/inspection.ts'
import { HoldoutError } from '../../../core/errors.ts'
import type { DatasetChoices } from '../store/datasetChoices.ts'
import { analyseCsv } from './analyseCsv.ts'
import type { Analysis } from './analyseCsv.ts'
import type { ImportProgress } from './analyseOptions.ts'

interface AlikeOptions {
  readonly file: string
  readonly choices: DatasetChoices
  /** Columns that must be there. */
  readonly names: readonly string[]
  readonly folder: string
  /** Only so many bytes are read. */
  readonly limit?: number
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: ImportProgress) => void
}

/**
 * Reads a file as another one was read; where that does not bring the columns, the delimiter, the quote and the header are guessed
 * from the file itself.
 * @throws HoldoutError of the families `file`, `csv` and `stopped`; `preprocessing/column-missing` names every column that is not there
 */
export async function analyseAlike(options: AlikeOptions): Promise<Analysis> {
  const read = await analyseNearest(options)
  const missing = missingNames(read, options.names)
  if (missing.length > 0) throw columnsMissing(missing, read.inspection.columns)
  return read
}

/** As {@link analyseAlike}, but what is missing may be missing: the reading that brings most of the columns. */
export async function analyseNearest(options: AlikeOptions): Promise<Analysis> {
  const { delimiter, quote, header, ...guessed } = options.choices
  const isGuessed = delimiter === undefined && quote === undefined && header === undefined
  const alike = await attempt(options, options.choices, 'alike')
  if (isGuessed || lackOf(alike, options.names) === 0) return readOf(alike)
  const own = await attempt(options, guessed, 'guessed')
  return readOf(lackOf(own, options.names) < lackOf(alike, options.names) ? own : alike)
}

/** What came of it: refusals of the file's rows too, since another dialect may read them. */
async function attempt(options: AlikeOptions, choices: DatasetChoices, name: string): Promise<Analysis | HoldoutError> {
  const folder = join(options.folder, name)
  await mkdir(folder)
  try {
    const { file, choices: _choices, names: _names, folder: _folder, ...rest } = options
    return await analyseCsv({ path: file, choices, folder, listsAll: true, ...rest })
  } catch (error) {
    if (error instanceof HoldoutError && error.code.startsWith('csv/')) return error
    throw error
  }
}

/** Columns that a reading does not bring. */
function lackOf(read: Analysis | HoldoutError, names: readonly string[]): number {
  return read instanceof HoldoutError ? Infinity : missingNames(read, names).length
}

function readOf(read: Analysis | HoldoutError): Analysis {
  if (read instanceof HoldoutError) throw read
  return read
}

/** Those of some columns that a reading does not bring. */
export function missingNames({ inspection }: Analysis, names: readonly string[]): string[] {
  const present = new Set(inspection.columns.map(({ name }) => name))
  return names.filter((name) => !present.has(name))
}

function columnsMissing(names: readonly string[], present: readonly DatasetColumn[]): HoldoutError {
  const shown = names.slice(0, 10).map((name) => JSON.stringify(name))
  const more = names.length > shown.length ? ` and ${String(names.length - shown.length)} more` : ''
  const have = present.slice(0, 10).map(({ name }) => JSON.stringify(name))
  return new HoldoutError(
    'preprocessing/column-missing',
    `${names.length === 1 ? 'the column' : 'the columns'} ${shown.join(', ')}${more} ${names.length === 1 ? 'is' : 'are'} missing: expected every column that the model was trained on`,
    {
      hint: `Use --map FILE=MODEL to name the column that stands for one, or --absent MODEL to fill it in. The file has ${have.join(', ')}${present.length > have.length ? ', …' : ''}.`,
    },
  )
}
