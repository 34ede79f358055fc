import type { DuckDBConnection } from '@duckdb/node-api'
import type { StyleCount } from '../../../core/dataset/chooseStyle.ts'
import type { CellCounts } from '../../../core/dataset/columnType.ts'
import type { NumberStyle } from '../../../core/dataset/inspection.ts'
import { stylePattern } from '../../../core/dataset/numberStyle.ts'
import { cellSql, dateSql, missingSql, rewrittenSql } from './columnPlan.ts'
import type { FieldPlan } from './columnPlan.ts'
import { literal, queryRow } from '../read/duckDatabase.ts'
import { inBatches } from '../read/inBatches.ts'

const FIELDS_AT_ONCE = 50

/** A field that may hold numbers or dates in another form than the plain one, with the forms that are worth trying. */
export interface DoubtfulField {
  readonly plan: FieldPlan
  readonly counts: CellCounts
  readonly styles: readonly NumberStyle[]
  readonly formats: readonly string[]
}

/** What was counted of a field: its cells, and how many of them are numbers only once signs, digits or blanks are replaced. */
export interface StyledField {
  readonly counts: CellCounts
  readonly oddCells: number
}

/** How the cells of some fields fit the forms that are tried; added to what is known of them. */
export async function countStyles(
  connection: DuckDBConnection,
  source: string,
  fields: readonly DoubtfulField[],
): Promise<StyledField[]> {
  const counts: StyledField[] = []
  for (const batch of inBatches(fields, FIELDS_AT_ONCE)) counts.push(...(await countBatch(connection, source, batch)))
  return counts
}

async function countBatch(
  connection: DuckDBConnection,
  source: string,
  fields: readonly DoubtfulField[],
): Promise<StyledField[]> {
  const cells = fields.map(
    ({ plan }) =>
      `CASE WHEN NOT ${missingSql(cellSql(plan), plan.valueTokens)} THEN ${cellSql(plan)} END AS v${String(plan.field)}`,
  )
  const rewritten = fields.map(
    ({ plan: { field } }) => `v${String(field)}, ${rewrittenSql(`v${String(field)}`)} AS w${String(field)}`,
  )
  const measures = fields.map(measuresOf)
  const row = await queryRow(
    connection,
    `SELECT ${measures.flat().join(', ')} FROM (SELECT ${rewritten.join(', ')} FROM (SELECT ${cells.join(', ')} FROM ${source}))`,
  )
  let at = 0
  return fields.map((field, index) => styledField(field, row.slice(at, (at += measures[index].length))))
}

function measuresOf({ plan: { field }, styles, formats }: DoubtfulField): string[] {
  const [cell, written] = [`v${String(field)}`, `w${String(field)}`]
  const bits = styles.map(
    (style, bit) =>
      `(CASE WHEN regexp_full_match(${written}, ${literal(stylePattern(style))}) THEN ${String(1 << bit)} ELSE 0 END)`,
  )
  const mask = bits.length === 0 ? '0' : bits.join(' + ')
  return [
    `histogram(CASE WHEN ${cell} IS NOT NULL THEN ${mask} END)`,
    `count(CASE WHEN ${cell} <> ${written} AND ${mask} > 0 THEN 1 END)`,
    `min(length(${cell}))`,
    `max(length(${cell}))`,
    ...formats.map((format) => `count(${dateSql(cell, format)})`),
  ]
}

function styledField({ counts, styles, formats }: DoubtfulField, row: readonly unknown[]): StyledField {
  const [histogram, odd, shortest, longest, ...dates] = row
  return {
    oddCells: Number(odd),
    counts: {
      ...counts,
      triedStyles: styles,
      styles: styleCounts(histogram),
      lengths: [Number(shortest), Number(longest)],
      formats: formats.map((format, index) => ({ format, cells: Number(dates[index]) })),
    },
  }
}

/** A map of DuckDB arrives as its entries. */
function styleCounts(histogram: unknown): StyleCount[] {
  if (!Array.isArray(histogram)) return []
  return (histogram as readonly { key: unknown; value: unknown }[]).map(({ key, value }) => ({
    mask: Number(key),
    cells: Number(value),
  }))
}
