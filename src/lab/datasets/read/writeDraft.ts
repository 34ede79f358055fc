import type { DuckDBConnection } from '@duckdb/node-api'
import type { CellCounts } from '../../../core/dataset/cellCounts.ts'
import type { CsvScanner } from '../../../core/csv/csvScanner.ts'
import { guardedNumberSql } from '../types/columnPlan.ts'
import type { FieldPlan } from '../types/columnPlan.ts'
import { csvTableSql } from './csvTable.ts'
import type { CsvTable } from './csvTable.ts'
import type { DatasetChoices } from '../store/datasetChoices.ts'
import type { Draft } from './draft.ts'
import { parquetSql, queryRow } from './duckDatabase.ts'
import { inBatches } from './inBatches.ts'
import { looksNumeric } from './looksNumeric.ts'
import { plainCounts } from './plainCounts.ts'
import { writeParquet } from '../store/writeParquet.ts'

/** What a draft is made of. */
export interface DraftSources {
  readonly csv: CsvTable
  readonly fields: readonly FieldPlan[]
  readonly scanner: CsvScanner
  readonly choices: DatasetChoices
  /** Where the draft goes; a folder of our own has room beside it. */
  readonly path: string
  readonly signal?: AbortSignal
}

const FIELDS_AT_ONCE = 100

/** Writes the draft of a table of few columns: one file. Fields that looked like numbers and are not are found out, and written again as text. */
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
  return { parts: [{ path, fields }], numbers }
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
