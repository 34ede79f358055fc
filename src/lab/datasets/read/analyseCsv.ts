/**
 * Reads a CSV file once and for all: bytes to typed Parquet, with everything that was guessed, changed or lost on the way.
 *
 * `CsvScanner` alone decides about rows and lines; DuckDB types, stores and profiles what the scanner approved, and the two
 * must agree on the number of rows.
 */
import { join } from 'node:path'
import { datasetWarnings } from '../../../core/diagnostics/import/datasetWarnings.ts'
import type { Inspection } from '../../../core/dataset/inspection.ts'
import { HoldoutError } from '../../../core/errors.ts'
import type { AnalyseOptions } from './analyseOptions.ts'
import { asCsv } from '../forms/asCsv.ts'
import type { Converted } from '../forms/conversion.ts'
import { assertReadable } from '../source/assertReadable.ts'
import type { LineMap } from '../../../core/csv/lineMap.ts'
import { buildLedger } from '../types/buildLedger.ts'
import type { LostCells } from '../types/buildLedger.ts'
import type { CsvTable } from './csvTable.ts'
import type { ColumnPlan, FieldPlan } from '../types/columnPlan.ts'
import { withDuckDb } from './duckDatabase.ts'
import type { ReadingPlan } from './scanFile.ts'
import { planFields } from './planFields.ts'
import { readSource } from '../source/readSource.ts'
import type { Reading } from '../source/readSource.ts'
import { assertUnchanged, sourceFile } from '../source/sourceFile.ts'
import type { SourceFile } from '../source/sourceFile.ts'
import { toDatasetColumn, toInspection } from './toInspection.ts'
import type { StoredColumns } from '../store/storedColumns.ts'
import { typeAndStore } from '../types/typeAndStore.ts'
import type { Typed } from '../types/typeAndStore.ts'

export interface Analysis {
  readonly inspection: Inspection
  /** How its bytes were read. */
  readonly plan: ReadingPlan
  /** How its columns were read. */
  readonly plans: readonly ColumnPlan[]
  readonly stored: StoredColumns
  /** The first bytes of the file, unpacked. */
  readonly head: Uint8Array
  /** The rows that fit as text, as long as the folder is there. */
  readonly csv: CsvTable
  /** Physical lines of the rows that fit. */
  readonly lines: LineMap
  /** Physical lines of the rows that do not. */
  readonly rejectedLines: readonly number[]
  /** Cells that were written and are no value of their column's type, by field. */
  readonly lost: ReadonlyMap<number, LostCells>
}

/** Reads a file and leaves its columns in the folder. @throws HoldoutError of the families `file`, `csv`, `stopped` */
export async function analyseCsv(options: AnalyseOptions): Promise<Analysis> {
  const original = await sourceFile(options.path)
  const { converted, source, choices, limit } = await asCsv(options)
  const { limit: _limit, ...rest } = options
  const own = { ...rest, path: source.path, choices, ...(limit !== undefined && { limit }) }
  const reading = await readSource(source, own)
  const { scanner } = reading.scan
  assertReadable(reading, choices)
  const { fields, dropped } = planFields(scanner, choices)
  const typed = await typeInDuckDb(reading, fields, own)
  await assertUnchanged(original)
  const columns = typed.columns.map((column, index) =>
    toDatasetColumn(column, typed.profiles[index], scanner, typed.lost.get(column.field), typed.big.get(column.field)),
  )
  const { packing, encoding, guess } = reading.sniffed
  const entries = buildLedger({
    packing,
    encoding,
    replacedCharacters: reading.scan.loss.replaced,
    hasSepLine: guess.hasSepLine,
    scanner,
    columns: typed.columns,
    dropped,
    lost: typed.lost,
    odd: typed.odd,
    missingNumbers: typed.missingNumbers,
  })
  const ledger = converted ? [converted.entry, ...entries] : entries
  const partial = {
    ...toInspection(reading, columns, typed.duplicates, limit),
    ...(converted && ofOriginal(original, converted, scanner.rows)),
  }
  return {
    inspection: { ...partial, ledger, warnings: datasetWarnings({ ...partial, ledger }) },
    plan: reading.plan,
    plans: typed.columns,
    stored: typed.stored,
    head: reading.sniffed.head,
    csv: reading.csv,
    lines: scanner.lines,
    rejectedLines: scanner.rejectedLines,
    lost: typed.lost,
  }
}

/** What is known of the file itself where a CSV was made of it. */
function ofOriginal(
  { name, bytes }: SourceFile,
  { form, sha256, isCut, sheets, sheet }: Converted,
  rows: number,
): Partial<Inspection> {
  return {
    name,
    bytes,
    form,
    ...(sha256 !== undefined && { sha256 }),
    ...(isCut && { sample: { bytes, rows } }),
    ...(sheets && { sheets }),
    ...(sheet !== undefined && { sheet }),
  }
}

async function typeInDuckDb(reading: Reading, fields: readonly FieldPlan[], options: AnalyseOptions): Promise<Typed> {
  const { source, csv } = reading
  const spill = join(options.folder, 'spill')
  const duck = {
    tempFolder: spill,
    files: [csv.path, join(options.folder, 'data.parquet')],
    ...(options.signal && { signal: options.signal }),
  }
  try {
    return await withDuckDb(duck, async (connection) => typeAndStore(connection, reading, fields, options))
  } catch (error) {
    // What DuckDB stumbled over may be a file that changed under it: then that is what to say.
    if (!(error instanceof HoldoutError && error.code.startsWith('stopped/'))) await assertUnchanged(source)
    throw error
  }
}
