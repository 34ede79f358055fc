import type { DuckDBConnection } from '@duckdb/node-api'
import { DATE_FORMATS, NUMBER_STYLES } from '../../core/dataset/columnType.ts'
import type { CellCounts } from '../../core/dataset/columnType.ts'
import { cellSql, dateSql, missingSql, numberSql, styleCountsSql } from './columnPlan.ts'
import type { FieldPlan } from './columnPlan.ts'
import { csvTableSql } from './csvTable.ts'
import type { CsvTable } from './csvTable.ts'
import { queryRow } from './duckDatabase.ts'

const KINDS = ['missing', 'number', 'leadingZero', 'bigInteger', 'nonFinite', 'boolean', 'date', 'other'] as const

/** Kinds of cells of every field, counted over the whole file. */
export async function countCells(connection: DuckDBConnection, csv: CsvTable, fields: readonly FieldPlan[]): Promise<CellCounts[]> {
  const kinds = fields.map((field) => `${kindSql(field)} AS k${String(field.field)}`).join(', ')
  const counts = fields.flatMap(({ field }) => KINDS.map((_, kind) => `count(*) FILTER (WHERE k${String(field)} = ${String(kind)})`))
  const row = await queryRow(connection, `SELECT ${counts.join(', ')} FROM (SELECT ${kinds} FROM ${csvTableSql(csv)})`)
  return fields.map((_, index) => toCounts(row.slice(index * KINDS.length, (index + 1) * KINDS.length).map(Number)))
}

/** How many cells of some fields fit each number style and date format; added to what is known. */
export async function countStyles(connection: DuckDBConnection, csv: CsvTable, fields: readonly FieldPlan[], known: readonly CellCounts[]): Promise<CellCounts[]> {
  const cells = fields.map((field) => `CASE WHEN NOT ${missingSql(cellSql(field), field.valueTokens)} THEN ${cellSql(field)} END AS v${String(field.field)}`)
  const counts = fields.flatMap(({ field }) => styleCountsSql(`v${String(field)}`))
  const row = (await queryRow(connection, `SELECT ${counts.join(', ')} FROM (SELECT ${cells.join(', ')} FROM ${csvTableSql(csv)})`)).map(Number)
  const width = NUMBER_STYLES.length + DATE_FORMATS.length
  return known.map((one, index) => {
    const own = row.slice(index * width, (index + 1) * width)
    return { ...one, styles: own.slice(0, NUMBER_STYLES.length), formats: own.slice(NUMBER_STYLES.length) }
  })
}

function kindSql(plan: FieldPlan): string {
  const cell = cellSql(plan)
  const number = numberSql(cell)
  const tokens = missingSql(cell, plan.valueTokens)
  // Tokens such as -999 are numbers too: where some occur they are asked for first, else last, being rare.
  const isTokenFirst = plan.valueTokens.some((token) => token !== '' && !Number.isNaN(Number(token)))
  const whole = `length(${cell}) >= 16 AND abs(${number}) > 9007199254740992 AND regexp_full_match(${cell}, '[+-]?\\d+')`
  return `CASE ${isTokenFirst ? `WHEN ${tokens} THEN 0` : ''} WHEN ${cell} IS NULL OR ${cell} = '' THEN 0
    WHEN isfinite(${number}) THEN CASE WHEN ${cell} >= '00' AND ${cell} < '0:' THEN 2 WHEN ${whole} THEN 3 ELSE 1 END
    WHEN ${tokens} THEN 0 WHEN ${number} IS NOT NULL THEN 4
    WHEN lower(${cell}) IN ('true', 'false') THEN 5 WHEN ${dateSql(cell)} IS NOT NULL THEN 6 ELSE 7 END::TINYINT`
}

function toCounts(numbers: readonly number[]): CellCounts {
  const [missing = 0, number = 0, leadingZero = 0, bigInteger = 0, nonFinite = 0, boolean = 0, date = 0, other = 0] = numbers
  const rows = numbers.reduce((sum, one) => sum + one, 0)
  return { rows, missing, number, leadingZero, bigInteger, nonFinite, boolean, date, other, styles: [], formats: [] }
}
