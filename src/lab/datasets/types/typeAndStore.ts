import type { DuckDBConnection } from '@duckdb/node-api'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { CellCounts } from '../../../core/dataset/cellCounts.ts'
import type { ColumnProfile } from '../../../core/dataset/profile.ts'
import { HoldoutError } from '../../../core/errors.ts'
import type { AnalyseOptions, ImportProgress } from '../read/analyseOptions.ts'
import type { LostCells, PlacedCells } from './buildLedger.ts'
import { valueSql } from './columnPlan.ts'
import type { ColumnPlan, FieldPlan } from './columnPlan.ts'
import { countDuplicateRows } from '../profile/countDuplicateRows.ts'
import { countFields } from '../read/countFields.ts'
import type { FieldCounts } from '../read/countFields.ts'
import type { Draft } from '../read/draft.ts'
import { parquetSql, queryRow } from '../read/duckDatabase.ts'
import { findLost } from './findLost.ts'
import { asTextWhereFree, mayLose, planColumns } from './planColumn.ts'
import { profileColumns } from '../profile/profileColumns.ts'
import type { Reading } from '../source/readSource.ts'
import { throwIfStopped } from '../source/sourceFile.ts'
import type { SourceFile } from '../source/sourceFile.ts'
import { StoredColumns } from '../store/storedColumns.ts'
import type { StoredPart } from '../store/storedColumns.ts'
import { listMissingNumbers, listOddCells } from './listOddCells.ts'
import { withLabels } from './withLabels.ts'
import { writeDraft } from '../read/writeDraft.ts'
import type { DraftSources } from '../read/writeDraft.ts'
import { MOST_FIELDS, writeWideDraft } from '../read/writeWideDraft.ts'
import { writeParquet } from '../store/writeParquet.ts'

/** The columns of a file once typed and stored, with what was lost on the way. */
export interface Typed {
  readonly columns: readonly ColumnPlan[]
  readonly stored: StoredColumns
  readonly profiles: readonly ColumnProfile[]
  /** By field. */
  readonly lost: ReadonlyMap<number, LostCells>
  /** Cells that are numbers only once signs, digits or blanks are replaced, by field. */
  readonly odd: ReadonlyMap<number, PlacedCells>
  /** Cells that equal a number that means missing and are written in another way, by field. */
  readonly missingNumbers: ReadonlyMap<number, PlacedCells>
  /** Whole numbers beyond 2^53, by field. */
  readonly big: ReadonlyMap<number, number>
  readonly duplicates: number
}

/** What was found out of a file's columns before they were stored. */
type Found = Pick<Typed, 'lost' | 'odd' | 'missingNumbers'> & { readonly columns: readonly ColumnPlan[] }

/**
 * Types the columns over their whole length and stores them in a folder: as `data.parquet`, or in several files where there are many.
 *
 * The CSV is parsed once: what looks like numbers is stored as such and checked, everything else is stored as text, and
 * types are decided there.
 * @throws HoldoutError `bug/rows-disagree`, and of the family `stopped`
 */
export async function typeAndStore(
  connection: DuckDBConnection,
  reading: Reading,
  fields: readonly FieldPlan[],
  { folder, choices, signal, onProgress, listsAll }: AnalyseOptions,
): Promise<Typed> {
  const { csv, scan } = reading
  const { scanner } = scan
  const report = (stage: ImportProgress['stage'], share: number): void => {
    throwIfStopped(signal)
    onProgress?.({ stage, share })
  }
  report('typing', 0.2)
  const write = fields.length > MOST_FIELDS ? writeWideDraft : writeDraft
  const path = join(folder, 'draft.parquet')
  const draft = await write(connection, { csv, fields, scanner, choices, path, ...(signal && { signal }) })
  await assertAgreement(connection, draft, reading)
  report('typing', 0.5)
  const counted = await countFields(connection, draft, scanner, choices)
  const planned = planColumns(fields, counted, reading, choices)
  const found = await findCells(connection, draft, planned, counted, { scanner, choices, listsAll: listsAll === true })
  report('storing', 0.6)
  const stored = await storeColumns(connection, draft, found.columns, folder)
  report('profiling', 0.7)
  const profiles = await profileColumns(connection, stored, found.columns, scanner.rows, (done) => {
    report('profiling', 0.7 + (0.28 * done) / found.columns.length)
  })
  const columns = found.columns.map((column, index) => asTextWhereFree(column, profiles[index], choices))
  const duplicates = await countDuplicateRows(connection, stored, found.columns, scanner.rows)
  const big = new Map([...counted.counts].map(([field, { bigInteger }]) => [field, bigInteger]))
  return { ...found, columns, stored, profiles, duplicates, big }
}

/** Labels, and cells that are no values or were written in another way: all that takes a second pass over columns of text. */
async function findCells(
  connection: DuckDBConnection,
  draft: Draft,
  planned: readonly ColumnPlan[],
  { counts, odd }: FieldCounts,
  { scanner, choices, listsAll }: Pick<DraftSources, 'scanner' | 'choices'> & { readonly listsAll: boolean },
): Promise<Found> {
  const columns = new Map(planned.map((column) => [column.field, column]))
  const [lost, oddCells, missingNumbers] = [
    new Map<number, LostCells>(),
    new Map<number, PlacedCells>(),
    new Map<number, PlacedCells>(),
  ]
  for (const { path, fields } of draft.parts) {
    const plans = fields.flatMap(({ field }) => columns.get(field) ?? [])
    const own = await withLabels(connection, path, plans, choices)
    for (const column of own) columns.set(column.field, column)
    const losing = own.filter((column) => mayHaveLost(column, counts))
    putAll(lost, await findLost(connection, path, scanner.lines, losing, listsAll ? Infinity : undefined))
    putAll(missingNumbers, await listMissingNumbers(connection, path, scanner.lines, own))
    putAll(oddCells, await listOddCells(connection, path, scanner.lines, own, odd))
  }
  return { columns: planned.map((column) => columns.get(column.field) ?? column), lost, odd: oddCells, missingNumbers }
}

function putAll<T>(into: Map<number, T>, more: ReadonlyMap<number, T>): void {
  for (const [field, one] of more) into.set(field, one)
}

function mayHaveLost(column: ColumnPlan, counts: ReadonlyMap<number, CellCounts>): boolean {
  const own = counts.get(column.field)
  return own !== undefined && column.type !== 'category' && column.type !== 'text' && mayLose(column, own)
}

/** Each part of a draft becomes a file of the dataset. */
async function storeColumns(
  connection: DuckDBConnection,
  draft: Draft,
  columns: readonly ColumnPlan[],
  folder: string,
): Promise<StoredColumns> {
  const planOf = new Map(columns.map((column) => [column.field, column]))
  const parts: StoredPart[] = []
  for (const { path, fields } of draft.parts) {
    const own = fields.flatMap(({ field }) => planOf.get(field) ?? [])
    const name = (draft.file ?? draft.parts.length > 1) ? `data-${String(parts.length)}.parquet` : 'data.parquet'
    const final = join(folder, name)
    await storePart(connection, draft, path, own, final)
    parts.push({ path: final, fields: own.map(({ field }) => field) })
  }
  return new StoredColumns(parts, draft.file)
}

/** The draft itself where nothing in it needs another form. */
async function storePart(
  connection: DuckDBConnection,
  draft: Draft,
  path: string,
  columns: readonly ColumnPlan[],
  final: string,
): Promise<void> {
  const values = columns.map((column) =>
    draft.numbers.has(column.field) ? `c${String(column.field)}` : valueSql(column),
  )
  const isFinal = columns.every((column, index) => values[index] === `c${String(column.field)}`)
  if (isFinal) {
    await rename(path, final)
    return
  }
  await writeParquet(
    connection,
    parquetSql(path),
    columns.map(({ field }) => field),
    values,
    final,
  )
  await rm(path)
}

async function assertAgreement(connection: DuckDBConnection, draft: Draft, { source, scan }: Reading): Promise<void> {
  const expected = scan.scanner.rows
  if (draft.file && draft.file.rows !== expected) throw disagreement(source, expected, draft.file.rows)
  for (const { path } of draft.parts) {
    const received = Number((await queryRow(connection, `SELECT count(*) FROM ${parquetSql(path)}`))[0])
    if (received !== expected) throw disagreement(source, expected, received)
  }
}

function disagreement(source: SourceFile, expected: number, received: number): HoldoutError {
  return new HoldoutError(
    'bug/rows-disagree',
    `${source.name}: two readers disagree on its rows, expected ${String(expected)}, received ${String(received)}.`,
    {
      hint: 'This is a fault in Holdout. Please report it with the first lines of the file.',
    },
  )
}
