import type { DuckDBConnection } from '@duckdb/node-api'
import { DATE_FORMATS, NUMBER_STYLES } from '../../../core/dataset/columnType.ts'
import type { CellCounts } from '../../../core/dataset/columnType.ts'
import { cellSql, dateSql, missingSql, numberSql, styleCountsSql } from './columnPlan.ts'
import type { FieldPlan } from './columnPlan.ts'
import { queryRow } from '../read/duckDatabase.ts'
import { inBatches } from '../read/inBatches.ts'

const KINDS = ['missing', 'number', 'leadingZero', 'bigInteger', 'nonFinite', 'boolean', 'date', 'other'] as const

/** Fields counted in one statement: DuckDB's memory for a statement grows with their number. */
const FIELDS_AT_ONCE = 200

/** Kinds of cells of every field, counted over a whole source of text columns. */
export async function countCells(
  connection: DuckDBConnection,
  source: string,
  fields: readonly FieldPlan[],
  onFields?: (done: number) => void,
): Promise<CellCounts[]> {
  const counts: CellCounts[] = []
  for (const batch of inBatches(fields, FIELDS_AT_ONCE)) {
    counts.push(...(await countBatch(connection, source, batch)))
    onFields?.(counts.length)
  }
  return counts
}

async function countBatch(
  connection: DuckDBConnection,
  source: string,
  fields: readonly FieldPlan[],
): Promise<CellCounts[]> {
  const kinds = fields.map((field) => `${kindSql(field)} AS k${String(field.field)}`).join(', ')
  // Not FILTER: each would keep a copy of all columns of the statement.
  const counts = fields.flatMap(({ field }) =>
    KINDS.map((_, kind) => `count(CASE WHEN k${String(field)} = ${String(kind)} THEN 1 END)`),
  )
  const row = await queryRow(connection, `SELECT ${counts.join(', ')} FROM (SELECT ${kinds} FROM ${source})`)
  return fields.map((_, index) => toCounts(row.slice(index * KINDS.length, (index + 1) * KINDS.length).map(Number)))
}

/** How many cells of some fields fit each number style and date format; added to what is known of them. */
export async function countStyles(
  connection: DuckDBConnection,
  source: string,
  fields: readonly { readonly plan: FieldPlan; readonly counts: CellCounts }[],
): Promise<CellCounts[]> {
  const counts: CellCounts[] = []
  for (const batch of inBatches(fields, FIELDS_AT_ONCE / 4))
    counts.push(...(await countStyleBatch(connection, source, batch)))
  return counts
}

async function countStyleBatch(
  connection: DuckDBConnection,
  source: string,
  fields: readonly { readonly plan: FieldPlan; readonly counts: CellCounts }[],
): Promise<CellCounts[]> {
  const cells = fields.map(
    ({ plan }) =>
      `CASE WHEN NOT ${missingSql(cellSql(plan), plan.valueTokens)} THEN ${cellSql(plan)} END AS v${String(plan.field)}`,
  )
  const counts = fields.flatMap(({ plan }) => styleCountsSql(`v${String(plan.field)}`))
  const row = (
    await queryRow(connection, `SELECT ${counts.join(', ')} FROM (SELECT ${cells.join(', ')} FROM ${source})`)
  ).map(Number)
  const width = NUMBER_STYLES.length + DATE_FORMATS.length
  return fields.map((field, index) => {
    const own = row.slice(index * width, (index + 1) * width)
    return { ...field.counts, styles: own.slice(0, NUMBER_STYLES.length), formats: own.slice(NUMBER_STYLES.length) }
  })
}

function kindSql(plan: FieldPlan): string {
  const cell = cellSql(plan)
  const number = numberSql(cell)
  const tokens = missingSql(cell, plan.valueTokens)
  // Tokens such as -999 are numbers too: where some occur they are asked for first, else last, being rare.
  const isTokenFirst = plan.valueTokens.some((token) => token !== '' && !Number.isNaN(Number(token)))
  // 2^53 + 1 is read as 2^53: only the digits tell whether it was that.
  const whole = `length(${cell}) >= 16 AND abs(${number}) >= 9007199254740992 AND regexp_full_match(${cell}, '[+-]?\\d+') AND ltrim(${cell}, '+-') <> '9007199254740992'`
  return `CASE ${isTokenFirst ? `WHEN ${tokens} THEN 0` : ''} WHEN ${cell} IS NULL OR ${cell} = '' THEN 0
    WHEN isfinite(${number}) THEN CASE WHEN ${cell} >= '00' AND ${cell} < '0:' THEN 2 WHEN ${whole} THEN 3 ELSE 1 END
    WHEN ${tokens} THEN 0 WHEN ${number} IS NOT NULL THEN 4
    WHEN lower(${cell}) IN ('true', 'false') THEN 5 WHEN ${dateSql(cell)} IS NOT NULL THEN 6 ELSE 7 END::TINYINT`
}

function toCounts(numbers: readonly number[]): CellCounts {
  const [missing = 0, number = 0, leadingZero = 0, bigInteger = 0, nonFinite = 0, boolean = 0, date = 0, other = 0] =
    numbers
  const rows = numbers.reduce((sum, one) => sum + one, 0)
  return { rows, missing, number, leadingZero, bigInteger, nonFinite, boolean, date, other, styles: [], formats: [] }
}
