import type { DuckDBConnection } from '@duckdb/node-api'
import { rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CellCounts } from '../../../core/dataset/columnType.ts'
import type { ColumnProfile } from '../../../core/dataset/profile.ts'
import { HoldoutError } from '../../../core/errors.ts'
import type { AnalyseOptions, ImportProgress } from '../read/analyseOptions.ts'
import type { LostCells, PlacedCells } from './buildLedger.ts'
import { valueSql } from './columnPlan.ts'
import type { ColumnPlan, FieldPlan } from './columnPlan.ts'
import { countFields } from '../read/countFields.ts'
import { parquetSql, queryRow } from '../read/duckDatabase.ts'
import { findLost } from './findLost.ts'
import { asTextWhereFree, mayLose, planColumns } from './planColumn.ts'
import { countDuplicateRows, profileColumns } from '../profile/profileColumns.ts'
import type { Reading } from '../source/readSource.ts'
import { throwIfStopped } from '../source/sourceFile.ts'
import type { SourceFile } from '../source/sourceFile.ts'
import { listMissingNumbers, listOddCells } from './listOddCells.ts'
import { withLabels } from './withLabels.ts'
import { writeDraft } from '../read/writeDraft.ts'
import type { Draft } from '../read/writeDraft.ts'
import { writeParquet } from '../store/writeParquet.ts'

/** The columns of a file once typed and stored, with what was lost on the way. */
export interface Typed {
  readonly columns: readonly ColumnPlan[]
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

/**
 * Types the columns over their whole length and writes them as Parquet.
 *
 * The CSV is parsed once: what looks like numbers is stored as such and checked, everything else is stored as text, and
 * types are decided there.
 * @throws HoldoutError `bug/rows-disagree`, and of the family `stopped`
 */
export async function typeAndStore(
  connection: DuckDBConnection,
  reading: Reading,
  fields: readonly FieldPlan[],
  parquet: string,
  { choices, signal, onProgress, listsAll }: AnalyseOptions,
): Promise<Typed> {
  const { csv, scan } = reading
  const { scanner } = scan
  const report = (stage: ImportProgress['stage'], share: number): void => {
    throwIfStopped(signal)
    onProgress?.({ stage, share })
  }
  report('typing', 0.2)
  const draft = await writeDraft(connection, {
    csv,
    fields,
    scanner,
    choices,
    path: join(dirname(parquet), 'draft.parquet'),
  })
  await assertAgreement(connection, draft, reading)
  report('typing', 0.5)
  const found = await countFields(connection, draft, fields, scanner, choices)
  const { counts } = found
  const planned = await withLabels(connection, draft.path, planColumns(fields, found, reading, choices), choices)
  const lost = await findLost(
    connection,
    draft.path,
    scanner.lines,
    planned.filter((column) => mayHaveLost(column, counts)),
    listsAll ? Infinity : undefined,
  )
  const missingNumbers = await listMissingNumbers(connection, draft.path, scanner.lines, planned)
  const odd = await listOddCells(connection, draft.path, scanner.lines, planned, found.odd)
  report('storing', 0.6)
  await storeColumns(connection, draft, planned, parquet)
  report('profiling', 0.7)
  const profiles = await profileColumns(connection, parquet, planned, scanner.rows, (done) => {
    report('profiling', 0.7 + (0.28 * done) / planned.length)
  })
  const columns = planned.map((column, index) => asTextWhereFree(column, profiles[index], choices))
  const duplicates = await countDuplicateRows(connection, parquet, planned)
  const big = new Map([...counts].map(([field, { bigInteger }]) => [field, bigInteger]))
  return { columns, profiles, lost, duplicates, big, odd, missingNumbers }
}

function mayHaveLost(column: ColumnPlan, counts: ReadonlyMap<number, CellCounts>): boolean {
  const own = counts.get(column.field)
  return own !== undefined && column.type !== 'category' && column.type !== 'text' && mayLose(column, own)
}

/** The draft itself where nothing in it needs another form. */
async function storeColumns(
  connection: DuckDBConnection,
  draft: Draft,
  columns: readonly ColumnPlan[],
  parquet: string,
): Promise<void> {
  const values = columns.map((column) =>
    draft.numbers.has(column.field) ? `c${String(column.field)}` : valueSql(column),
  )
  const isFinal = columns.every((column, index) => values[index] === `c${String(column.field)}`)
  if (isFinal) {
    await rename(draft.path, parquet)
    return
  }
  await writeParquet(
    connection,
    parquetSql(draft.path),
    columns.map(({ field }) => field),
    values,
    parquet,
  )
  await rm(draft.path)
}

async function assertAgreement(
  connection: DuckDBConnection,
  { path }: Draft,
  { source, scan }: Reading,
): Promise<void> {
  const [received] = await queryRow(connection, `SELECT count(*) FROM ${parquetSql(path)}`)
  if (Number(received) !== scan.scanner.rows) throw disagreement(source, scan.scanner.rows, Number(received))
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
