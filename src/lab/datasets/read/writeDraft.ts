import type { DuckDBConnection } from '@duckdb/node-api'
import type { CellCounts } from '../../../core/dataset/cellCounts.ts'
import type { CsvScanner } from '../../../core/csv/csvScanner.ts'
import { guardedNumberSql } from '../types/columnPlan.ts'
import type { FieldPlan } from '../types/columnPlan.ts'
import { isAmbiguousPlain } from '../../../core/dataset/numberStyle.ts'
import { csvTableSql } from './csvTable.ts'
import type { CsvTable } from './csvTable.ts'
import type { DatasetChoices } from '../store/datasetChoices.ts'
import { parquetSql, queryRow } from './duckDatabase.ts'
import { inBatches } from './inBatches.ts'
import { ownChoice } from './planFields.ts'
import { styleWish } from '../types/styleWish.ts'
import { writeParquet } from '../store/writeParquet.ts'

/** A file's columns in a first form: fields of plain numbers as numbers, all others as the text they are in the file. */
export interface Draft {
  /** Parquet, columns `c0`… by field, rows in the order of the file. */
  readonly path: string
  /** Fields that are stored as numbers, every cell of them a finite number in the plain style or missing; by field. */
  readonly numbers: ReadonlyMap<number, CellCounts>
}

export interface DraftSources {
  readonly csv: CsvTable
  readonly fields: readonly FieldPlan[]
  readonly scanner: CsvScanner
  readonly choices: DatasetChoices
  readonly path: string
}

/** Rows of the preview that a field is judged by before it is read. */
const ROWS_JUDGED = 20
const FIELDS_AT_ONCE = 100
const PLAIN_NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/

/** Writes the draft; fields that looked like numbers and are not are found out, and written again as text. */
export async function writeDraft(connection: DuckDBConnection, sources: DraftSources): Promise<Draft> {
  const { fields, scanner, path } = sources
  const presumed = fields.filter((field) => looksNumeric(field, sources))
  await write(connection, sources, presumed)
  const numbers = await provenNumbers(connection, presumed, scanner, path)
  if (numbers.size < presumed.length) {
    await write(
      connection,
      sources,
      presumed.filter(({ field }) => numbers.has(field)),
    )
  }
  return { path, numbers }
}

function looksNumeric(
  { field, name, valueTokens, missingNumbers }: FieldPlan,
  { scanner, choices }: DraftSources,
): boolean {
  const { decimal, thousands } = styleWish(choices, name.name)
  const own = ownChoice(choices, name.name)
  if (own?.labels !== undefined) return false
  if ((own?.type !== undefined && own.type !== 'number') || own?.format !== undefined) return false
  if (missingNumbers.length > 0) return false
  if (decimal === ',' || (thousands !== undefined && thousands !== '') || scanner.mayHaveCodes(field)) return false
  const cells = scanner.preview
    .slice(0, ROWS_JUDGED)
    .map((row) => row[field] ?? '')
    .filter((cell) => !valueTokens.includes(cell.trim()))
  return (
    cells.length > 0 && cells.every((cell) => PLAIN_NUMBER.test(cell)) && (decimal !== undefined || !isAmbiguous(cells))
  )
}

/** Whether every point may stand between thousands, so that the whole column has to be seen. */
function isAmbiguous(cells: readonly string[]): boolean {
  const pointed = cells.filter((cell) => cell.includes('.'))
  return pointed.length > 0 && pointed.every(isAmbiguousPlain)
}

async function write(
  connection: DuckDBConnection,
  { csv, fields, path }: DraftSources,
  numbers: readonly FieldPlan[],
): Promise<void> {
  const isNumber = new Set(numbers.map(({ field }) => field))
  const values = fields.map((plan) => (isNumber.has(plan.field) ? guardedNumberSql(plan) : `c${String(plan.field)}`))
  await writeParquet(
    connection,
    csvTableSql(csv),
    fields.map(({ field }) => field),
    values,
    path,
  )
}

/** Counts of those fields of which every cell is a missing token or became a finite number that holds all its digits. */
async function provenNumbers(
  connection: DuckDBConnection,
  presumed: readonly FieldPlan[],
  scanner: CsvScanner,
  path: string,
): Promise<Map<number, CellCounts>> {
  const proven = new Map<number, CellCounts>()
  for (const batch of inBatches(presumed, FIELDS_AT_ONCE)) {
    const measures = batch.flatMap(({ field }) => [
      `count(CASE WHEN isfinite(c${String(field)}) THEN 1 END)`,
      // From 2^53 on two whole numbers may have become one.
      `count(CASE WHEN abs(c${String(field)}) >= 9007199254740992 THEN 1 END)`,
    ])
    const row = (await queryRow(connection, `SELECT ${measures.join(', ')} FROM ${parquetSql(path)}`)).map(Number)
    batch.forEach((plan, index) => {
      const [number, big] = [row[2 * index], row[2 * index + 1]]
      const missing = missingCells(plan, scanner)
      if (big === 0 && number + missing === scanner.rows) proven.set(plan.field, plainCounts(scanner.rows, number))
    })
  }
  return proven
}

function missingCells({ field, valueTokens }: FieldPlan, scanner: CsvScanner): number {
  return valueTokens.reduce((sum, token) => sum + (scanner.missing(field, token)?.count ?? 0), 0)
}

function plainCounts(rows: number, number: number): CellCounts {
  const none = {
    leadingZero: 0,
    paddedDecimal: 0,
    exponent: 0,
    bigInteger: 0,
    nonFinite: 0,
    boolean: 0,
    date: 0,
    other: 0,
  }
  return { rows, missing: rows - number, number, ...none, styles: [], triedStyles: [], formats: [] }
}
