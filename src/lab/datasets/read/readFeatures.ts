import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AssignedColumn } from '../../../core/dataset/assignRoles.ts'
import { assigned } from '../../../core/dataset/assignRoles.ts'
import { columnSettings } from '../../../core/dataset/columnSettings.ts'
import type { DatasetSettings } from '../../../core/dataset/datasetSettings.ts'
import type { DatasetColumn, Inspection } from '../../../core/dataset/inspection.ts'
import type { TableColumn } from '../../../core/dataset/table.ts'
import { HoldoutError } from '../../../core/errors.ts'
import type { FittedPreprocessing } from '../../../core/preprocessing/fittedPreprocessing.ts'
import type { FeatureTable } from '../../../core/preprocessing/transformRows.ts'
import { ColumnReader } from '../profile/columnReader.ts'
import type { DatasetChoices } from '../store/datasetChoices.ts'
import { analyseAlike } from './analyseAlike.ts'
import type { Analysis } from './analyseCsv.ts'
import { withDuckDb } from './duckDatabase.ts'
import { newRows } from './newRows.ts'
import type { NewRow } from './newRows.ts'
import { readTexts } from './readTexts.ts'
import { readingNotes } from './readingNotes.ts'

/** What is wanted of a file beside the features. */
export interface FeatureWish {
  readonly signal?: AbortSignal
  /** Columns whose cells are wanted as text, as they are in the file; @throws `dataset/no-such-column` */
  readonly copy?: readonly string[]
  /** More of them, where the file has them. */
  readonly copyWhereFound?: readonly string[]
  /** A column that is read as the target was: as classes or as numbers. */
  readonly target?: { readonly name: string; readonly kind: 'number' | 'category' }
}

export interface ReadFeatures {
  /** The rows that fit. */
  readonly table: FeatureTable
  readonly target?: TableColumn
  readonly inspection: Inspection
  /** All rows in the order of the file, those that do not fit too. */
  readonly rows: readonly NewRow[]
  /** By the name of the column; one text for each row that fits. */
  readonly copied: ReadonlyMap<string, readonly string[]>
  /** Where the file is written otherwise than the one trained on. */
  readonly notes: readonly string[]
}

/**
 * The columns of a CSV that a fitted preprocessing wants, found by name; the file needs no target and may hold more.
 *
 * @param settings how the file that was trained on was read: this one is read alike.
 * @throws HoldoutError of the families `file`, `csv` and `stopped`; `preprocessing/column-missing` names every column that is not
 *   there, `preprocessing/column-type` a column of numbers without any
 */
export async function readFeatures(
  file: string,
  fitted: FittedPreprocessing,
  settings: Partial<DatasetSettings> = {},
  wish: FeatureWish = {},
): Promise<ReadFeatures> {
  const folder = await mkdtemp(join(tmpdir(), 'holdout-'))
  try {
    const choices = choicesFor(fitted, settings, wish)
    const names = fitted.columns.map(({ name }) => name)
    const analysis = await analyseAlike({ file, choices, names, folder, ...(wish.signal && { signal: wish.signal }) })
    return await readAnalysed(analysis, fitted, settings, wish, folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function readAnalysed(
  analysis: Analysis,
  fitted: FittedPreprocessing,
  settings: Partial<DatasetSettings>,
  { copy = [], copyWhereFound = [], target, signal }: FeatureWish,
  folder: string,
): Promise<ReadFeatures> {
  const { inspection, stored } = analysis
  const wanted = wantedColumns(fitted, inspection.columns)
  for (const { column } of wanted) assertReadableCells(column, analysis, settings)
  const present = new Set(inspection.columns.map(({ name }) => name))
  const ids = copyWhereFound.filter((name) => present.has(name))
  const label = target && assignedTarget(target, inspection.columns)
  const duck = { tempFolder: folder, files: stored.files, ...(signal && { signal }) }
  const read = await withDuckDb(duck, async (connection) =>
    new ColumnReader(connection, { stored, inspection }).columns(label ? [...wanted, label] : wanted),
  )
  const features = read.slice(0, wanted.length)
  return {
    table: { rows: inspection.rows, features },
    ...(label && { target: read[wanted.length] }),
    inspection,
    rows: newRows(
      analysis,
      wanted.map(({ column }) => column),
    ),
    copied: await readTexts(analysis, [...ids, ...copy], folder, signal),
    notes: readingNotes(
      analysis,
      settings,
      wanted.map(({ column }) => column),
    ),
  }
}

/** As the first file was read, and categories as categories whatever their cells look like here. */
function choicesFor(
  { columns }: FittedPreprocessing,
  settings: Partial<DatasetSettings>,
  { target }: FeatureWish,
): DatasetChoices {
  const { file: _file, target: _target, columns: given, ...reading } = settings
  const wanted = columns.map(({ name, kind }) => ({ name, isCategory: kind !== 'number' }))
  if (target) wanted.push({ name: target.name, isCategory: target.kind === 'category' })
  const types = wanted.map(({ name, isCategory }) => {
    const { role: _role, type, ...rest } = columnSettings(given, name) ?? {}
    const isKept = type !== undefined && (name === target?.name || !isCategory)
    return [name, { ...rest, ...(isKept ? { type } : isCategory && { type: 'category' as const }) }] as const
  })
  // A row that cannot be read keeps its place and says why.
  return { ...reading, rejected: 'leaveOut', columns: Object.fromEntries(types) }
}

function wantedColumns({ columns }: FittedPreprocessing, present: readonly DatasetColumn[]): AssignedColumn[] {
  const byName = new Map(present.map((column) => [column.name, column]))
  return columns.flatMap(({ name, kind }) => {
    const column = byName.get(name)
    return column ? [{ column, kind: kind === 'number' && isNumeric(column) ? 'number' : 'category' }] : []
  })
}

/** A column without any value is of no type: as numbers, all of them are missing. */
function isNumeric({ type, profile }: DatasetColumn): boolean {
  return type === 'number' || type === 'date' || type === 'boolean' || profile.count === 0
}

function assignedTarget(
  { name, kind }: NonNullable<FeatureWish['target']>,
  present: readonly DatasetColumn[],
): AssignedColumn {
  const column = present.find((one) => one.name === name)
  if (column) return { ...assigned(column), kind }
  throw new HoldoutError(
    'preprocessing/no-target',
    `The column ${JSON.stringify(name)} is missing: scores need the target of each row.`,
    {
      hint: 'Use a file that has it, or leave out --score.',
    },
  )
}

/** A column of numbers or dates that holds none was written in another way than the one trained on. */
function assertReadableCells(column: DatasetColumn, { lost }: Analysis, settings: Partial<DatasetSettings>): void {
  const { name, type, field, profile } = column
  const cells = lost.get(field)?.unreadable
  if (!cells || cells.count === 0 || profile.count > 0 || columnSettings(settings.columns, name)?.type !== type) return
  const shown = cells.cells.slice(0, 3).map(({ line, cell }) => `${JSON.stringify(cell)} (line ${String(line)})`)
  throw new HoldoutError(
    'preprocessing/column-type',
    `column ${JSON.stringify(name)}: expected ${type === 'date' ? 'dates' : 'numbers'} as in training, received ${shown.join(', ')}`,
    { hint: 'Write the cells as in the file that the model was trained on.' },
  )
}
