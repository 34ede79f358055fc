import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AssignedColumn } from '../../../core/dataset/assignRoles.ts'
import type { DatasetColumn, Inspection } from '../../../core/dataset/inspection.ts'
import { HoldoutError } from '../../../core/errors.ts'
import type { DatasetSettings } from '../../../core/dataset/datasetSettings.ts'
import type { FittedPreprocessing } from '../../../core/preprocessing/fittedPreprocessing.ts'
import type { FeatureTable } from '../../../core/preprocessing/transformRows.ts'
import { analyseCsv } from './analyseCsv.ts'
import { ColumnReader } from '../profile/columnReader.ts'
import type { DatasetChoices } from '../store/datasetChoices.ts'
import { withDuckDb } from './duckDatabase.ts'

export interface ReadFeatures {
  readonly table: FeatureTable
  readonly inspection: Inspection
}

/**
 * The columns of a CSV that a fitted preprocessing wants, found by name; the file needs no target and may hold more.
 *
 * @param settings how the file that was trained on was read: this one is read alike.
 * @throws HoldoutError of the families `file`, `csv` and `stopped`; `preprocessing/column-missing` names every column
 *   that is not there.
 */
export async function readFeatures(
  file: string,
  fitted: FittedPreprocessing,
  settings: Partial<DatasetSettings> = {},
  options: { readonly signal?: AbortSignal } = {},
): Promise<ReadFeatures> {
  const folder = await mkdtemp(join(tmpdir(), 'holdout-'))
  try {
    const choices = choicesFor(fitted, settings)
    const { inspection, parquet } = await analyseCsv({ path: file, choices, folder, ...options })
    const wanted = wantedColumns(fitted, inspection.columns)
    const duck = { tempFolder: folder, files: [parquet], ...options }
    const features = await withDuckDb(duck, async (connection) =>
      new ColumnReader(connection, { parquet, inspection }).columns(wanted),
    )
    return { table: { rows: inspection.rows, features }, inspection }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** As the first file was read, and categories as categories whatever their cells look like here. */
function choicesFor({ columns }: FittedPreprocessing, settings: Partial<DatasetSettings>): DatasetChoices {
  const { file: _file, target: _target, columns: given = {}, ...reading } = settings
  const types = columns.map(({ name, kind }) => {
    const { role: _role, ...rest } = Object.hasOwn(given, name) ? given[name] : {}
    return [name, kind === 'number' ? rest : { ...rest, type: 'category' as const }] as const
  })
  return { ...reading, columns: Object.fromEntries(types) }
}

function wantedColumns({ columns }: FittedPreprocessing, present: readonly DatasetColumn[]): AssignedColumn[] {
  const byName = new Map(present.map((column) => [column.name, column]))
  const missing = columns.filter(({ name }) => !byName.has(name))
  if (missing.length > 0)
    throw columnsMissing(
      missing.map(({ name }) => name),
      present,
    )
  return columns.flatMap(({ name, kind }) => {
    const column = byName.get(name)
    return column ? [{ column, kind: kind === 'number' && isNumeric(column) ? 'number' : 'category' }] : []
  })
}

/** A column without any value is of no type: as numbers, all of them are missing. */
function isNumeric({ type, profile }: DatasetColumn): boolean {
  return type === 'number' || type === 'date' || type === 'boolean' || profile.count === 0
}

function columnsMissing(names: readonly string[], present: readonly DatasetColumn[]): HoldoutError {
  const shown = names.slice(0, 10).map((name) => JSON.stringify(name))
  const more = names.length > shown.length ? ` and ${String(names.length - shown.length)} more` : ''
  const have = present.slice(0, 10).map(({ name }) => JSON.stringify(name))
  return new HoldoutError(
    'preprocessing/column-missing',
    `${names.length === 1 ? 'the column' : 'the columns'} ${shown.join(', ')}${more} ${names.length === 1 ? 'is' : 'are'} missing: expected every column that the model was trained on`,
    { hint: `The file has ${have.join(', ')}${present.length > have.length ? ', …' : ''}.` },
  )
}
