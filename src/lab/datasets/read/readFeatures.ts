import type { FeatureBlock, WantedColumn } from './featureBlock.ts'
import type { FeatureRequest, TargetRequest } from './featureRequest.ts'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { makeTemporaryFolder } from '../../files/temporaryFolder.ts'
import type { AssignedColumn } from '../../../core/dataset/assignRoles.ts'
import { assigned } from '../../../core/dataset/assignRoles.ts'
import type { DatasetSettings } from '../../../core/dataset/datasetSettings.ts'
import type { DatasetColumn, Inspection } from '../../../core/dataset/inspection.ts'
import { HoldoutError } from '../../../core/errors.ts'
import { fileColumn } from '../../../core/model/columnMap.ts'
import type { ColumnMap } from '../../../core/model/columnMap.ts'
import type { FittedColumn, FittedPreprocessing } from '../../../core/preprocessing/fittedPreprocessing.ts'
import { sourceFile } from '../source/sourceFile.ts'
import type { DatasetChoices } from '../store/datasetChoices.ts'
import { NotPlainRows } from '../stream/notPlainRows.ts'
import { streamedFeatures } from '../stream/streamedFeatures.ts'
import { analyseAlike, analyseNearest, missingNames } from './analyseAlike.ts'
import type { Analysis } from './analyseCsv.ts'
import { assertReadableCells } from './assertReadableCells.ts'
import { featureBlocks } from './featureBlocks.ts'
import { NewRows } from './newRows.ts'
import type { NamedColumn } from './newRows.ts'
import { choicesLike } from './choicesLike.ts'
import { copiedColumns } from './copiedColumns.ts'
import { readingNotes } from './readingNotes.ts'

/** A file that was read as the one trained on, and whose rows are ready to be had. */
export interface ReadFeatures {
  /** Of a file that is read as it is predicted: its beginning, until the last row was taken. */
  readonly inspection: Inspection
  /** Rows that fit and rows that do not, where they are known beforehand. */
  readonly rows?: number
  /** Whether some row cannot be predicted. */
  readonly hasProblems: boolean
  readonly hasTarget: boolean
  /** Columns of the model that the file lacks. */
  readonly absent: readonly string[]
  /** Names of the columns copied through. */
  readonly copied: readonly string[]
  /** Where the file is written otherwise than the one trained on. */
  readonly notes: readonly string[]
  /** The rows, `count` that fit at a time; once. */
  blocks(count: number): AsyncGenerator<FeatureBlock, void>
}

/**
 * Does some work with the columns of a CSV that a fitted preprocessing wants; the file needs no target and may hold more. The work
 * begins anew where a row or a cell of a large file turns out to need a closer look.
 *
 * @param settings how the file that was trained on was read: this one is read alike.
 * @throws HoldoutError of the families `file`, `csv` and `stopped`; `preprocessing/column-missing` names every column that is not
 *   there, `preprocessing/column-type` a column of numbers without any
 */
export async function withFeatures<T>(
  file: string,
  fitted: FittedPreprocessing,
  { settings = {}, ...request }: FeatureRequest & { readonly settings?: Partial<DatasetSettings> },
  work: (read: ReadFeatures) => Promise<T>,
): Promise<T> {
  const { map = {}, signal } = request
  assertMap(fitted, map)
  const folder = await makeTemporaryFolder('features')
  try {
    const choices = await choicesLike(file, fitted, settings, request)
    const names = fitted.columns.flatMap(({ name }) => fileColumn(name, map) ?? [])
    const { limit, onProgress, streamsFrom = STREAMED_BYTES } = request
    const reading = { fitted, settings, request, folder }
    if (limit === undefined && (await sourceFile(file)).bytes >= streamsFrom) {
      const streamed = await readStreamed(file, { ...reading, choices, names })
      if (streamed)
        try {
          return await work(streamed)
        } catch (error) {
          if (!(error instanceof NotPlainRows)) throw error
        }
    }
    const analysis = await analyseAlike({
      file,
      choices,
      names,
      folder,
      ...(limit !== undefined && { limit }),
      ...(onProgress && { onProgress }),
      ...(signal && { signal }),
    })
    return await work(readAnalysed(analysis, reading))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface Reading {
  readonly fitted: FittedPreprocessing
  readonly settings: Partial<DatasetSettings>
  readonly request: FeatureRequest
  readonly folder: string
}

const STREAMED_BYTES = 1 << 20

/** So much of a file shows how it is written. */
const BEGINNING_BYTES = 256 << 10

/** A file that can be read as it is predicted; `undefined` where it has to be looked at as a whole first. */
async function readStreamed(
  file: string,
  reading: Reading & { readonly choices: DatasetChoices; readonly names: readonly string[] },
): Promise<ReadFeatures | undefined> {
  const { choices, names, settings, request } = reading
  const folder = join(reading.folder, 'beginning')
  await mkdir(folder)
  const { signal } = request
  const analysis = await analyseNearest({
    file,
    choices,
    names,
    folder,
    limit: BEGINNING_BYTES,
    ...(signal && { signal }),
  }).catch((error: unknown) => {
    // What is wrong with it is said of the whole file.
    if (error instanceof HoldoutError && error.code.startsWith('csv/')) return undefined
    throw error
  })
  if (!analysis || analysis.inspection.form !== undefined || missingNames(analysis, names).length > 0) return undefined
  const { wanted, named, target, texts } = columnsOf(analysis, reading)
  const streamed = streamedFeatures({
    analysis,
    choices,
    wanted,
    texts,
    ...(target && { target }),
    ...(signal && { signal }),
  })
  return (
    streamed && {
      get inspection() {
        return streamed.inspection()
      },
      hasProblems: false,
      hasTarget: target !== undefined,
      absent: absentNames(wanted),
      copied: texts.map(({ name }) => name),
      notes: readingNotes(analysis, settings, named),
      blocks: (count) => streamed.blocks(count),
    }
  )
}

/** The columns of a file that are wanted. */
function columnsOf({ inspection: { columns } }: Analysis, { fitted, request }: Reading) {
  const { copy = [], copyWhereFound = [], map = {} } = request
  const wanted = wantedColumns(fitted, columns, map)
  const named = wanted.flatMap(({ fitted: { name }, from }): NamedColumn[] =>
    from ? [{ name, column: from.column }] : [],
  )
  const target = request.target && targetOf(request.target, columns)
  return { wanted, named, target, texts: copiedColumns(columns, copy, copyWhereFound) }
}

function absentNames(wanted: readonly WantedColumn[]): string[] {
  return wanted.flatMap(({ fitted: { name }, from }) => (from ? [] : [name]))
}

function readAnalysed(analysis: Analysis, reading: Reading): ReadFeatures {
  const { inspection } = analysis
  const { settings, folder } = reading
  const { signal } = reading.request
  const { wanted, named, target, texts } = columnsOf(analysis, reading)
  for (const one of named) assertReadableCells(one, analysis, settings)
  const order = new NewRows(analysis, named)
  return {
    inspection,
    rows: inspection.rows + analysis.rejectedLines.length,
    hasProblems: order.hasProblems || wanted.some(misses),
    hasTarget: target !== undefined,
    absent: absentNames(wanted),
    copied: texts.map(({ name }) => name),
    notes: readingNotes(analysis, settings, named),
    blocks: (count) =>
      featureBlocks(
        analysis,
        { wanted, texts, order, folder, ...(target && { target }), ...(signal && { signal }) },
        count,
      ),
  }
}

function wantedColumns(
  { columns }: FittedPreprocessing,
  present: readonly DatasetColumn[],
  map: ColumnMap,
): WantedColumn[] {
  const byName = new Map(present.map((column) => [column.name, column]))
  return columns.map((fitted) => {
    const from = fileColumn(fitted.name, map)
    const column = from === null ? undefined : byName.get(from)
    if (!column) return { fitted, from: null }
    return { fitted, from: { column, kind: fitted.kind === 'number' && isNumeric(column) ? 'number' : 'category' } }
  })
}

/** A column without any value is of no type: as numbers, all of them are missing. */
function isNumeric({ type, profile }: DatasetColumn): boolean {
  return type === 'number' || type === 'date' || type === 'boolean' || profile.count === 0
}

/** Whether cells are missing where none was in training. */
function misses({ fitted, from }: WantedColumn): boolean {
  return fitted.kind === 'number' && fitted.fill === null && from !== null && from.column.missing > 0
}

function targetOf(
  { name, kind, isNeeded }: TargetRequest,
  present: readonly DatasetColumn[],
): AssignedColumn | undefined {
  const column = present.find((one) => one.name === name)
  if (column) return { ...assigned(column), kind }
  if (!isNeeded) return undefined
  throw new HoldoutError(
    'preprocessing/no-target',
    `The column ${JSON.stringify(name)} is missing: scores need the target of each row.`,
    {
      hint: 'Use a file that has it, or leave out --score.',
    },
  )
}

/** A column stands for one column alone, and one that was never missing in training must be there. */
function assertMap({ columns }: FittedPreprocessing, map: ColumnMap): void {
  const standsFor = new Map<string, string>()
  for (const column of columns) {
    const from = fileColumn(column.name, map)
    if (from === null) assertMayBeAbsent(column)
    else if (standsFor.has(from)) throw mappedTwice(from, [standsFor.get(from) ?? '', column.name])
    else standsFor.set(from, column.name)
  }
}

function mappedTwice(from: string, names: readonly string[]): HoldoutError {
  return new HoldoutError(
    'preprocessing/column-twice',
    `The column ${JSON.stringify(from)} of the file stands for two columns of the model: ${names.map((name) => JSON.stringify(name)).join(' and ')}.`,
    { hint: 'Choose another column of the file for one of them.' },
  )
}

function assertMayBeAbsent(column: FittedColumn): void {
  if (column.kind !== 'number' || column.fill !== null) return
  throw new HoldoutError(
    'preprocessing/column-needed',
    `The column ${JSON.stringify(column.name)} cannot be left out: no cell of it was missing in training, so the model has no value to fill in.`,
    { hint: 'Choose the column of the file that stands for it, or use a file that has it.' },
  )
}
