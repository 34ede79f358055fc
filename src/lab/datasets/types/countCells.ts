import type { DuckDBConnection } from '@duckdb/node-api'
import type { CellCounts } from '../../../core/dataset/cellCounts.ts'
import { cellSql, dateSql, missingSql, numberSql } from './columnPlan.ts'
import type { FieldPlan } from './columnPlan.ts'
import { queryRow } from '../read/duckDatabase.ts'
import { inBatches } from '../read/inBatches.ts'

/** Kinds of cells in the order of their codes; they are the counts of `CellCounts`. */
const KINDS = [
  'missing',
  'number',
  'leadingZero',
  'bigInteger',
  'nonFinite',
  'boolean',
  'date',
  'other',
  'paddedDecimal',
  'exponent',
] as const

/** Fields counted in one statement: DuckDB's memory for a statement grows with their number. */
const FIELDS_AT_ONCE = 50

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
  // One aggregate for each field: with one for each kind of cell, planning the statement takes longer than running it.
  const counts = fields.map(({ field }) => `histogram(k${String(field)})`)
  const row = await queryRow(connection, `SELECT ${counts.join(', ')} FROM (SELECT ${kinds} FROM ${source})`)
  return row.map((histogram) => toCounts(countsByKind(histogram)))
}

function kindSql(plan: FieldPlan): string {
  const cell = cellSql(plan)
  const number = numberSql(cell)
  const tokens = missingSql(cell, plan.valueTokens)
  // Tokens such as -999 are numbers too: where some occur they are asked for first, else last, being rare.
  const isTokenFirst = plan.valueTokens.some((token) => token !== '' && !Number.isNaN(Number(token)))
  // 2^53 + 1 is read as 2^53: only the digits tell whether it was that.
  const whole = `length(${cell}) >= 16 AND abs(${number}) >= 9007199254740992 AND regexp_full_match(${cell}, '[+-]?\\d+') AND ltrim(${cell}, '+-') <> '9007199254740992'`
  const padded = `CASE WHEN contains(${cell}, '.') THEN 8 ELSE 2 END`
  return `CASE ${isTokenFirst ? `WHEN ${tokens} THEN 0` : ''} WHEN ${cell} IS NULL OR ${cell} = '' THEN 0
    WHEN isfinite(${number}) THEN CASE WHEN ${cell} >= '00' AND ${cell} < '0:' THEN ${padded} WHEN ${whole} THEN 3
      WHEN regexp_full_match(${cell}, '\\d+[eE]\\d+') THEN 9 ELSE 1 END
    WHEN ${tokens} THEN 0 WHEN ${number} IS NOT NULL THEN 4
    WHEN lower(${cell}) IN ('true', 'false') THEN 5 WHEN ${dateSql(cell)} IS NOT NULL THEN 6 ELSE 7 END::TINYINT`
}

/** A map of DuckDB arrives as its entries. */
function countsByKind(histogram: unknown): number[] {
  const counts = KINDS.map(() => 0)
  if (!Array.isArray(histogram)) return counts
  for (const { key, value } of histogram as readonly { key: unknown; value: unknown }[])
    counts[Number(key)] = Number(value)
  return counts
}

function toCounts(numbers: readonly number[]): CellCounts {
  const rows = numbers.reduce((sum, one) => sum + one, 0)
  const kinds = Object.fromEntries(KINDS.map((kind, index) => [kind, numbers[index] ?? 0])) as Record<
    (typeof KINDS)[number],
    number
  >
  return { rows, ...kinds, styles: [], triedStyles: [], formats: [] }
}
