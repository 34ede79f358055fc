import type { DuckDBConnection } from '@duckdb/node-api'
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CellCounts } from '../../../core/dataset/cellCounts.ts'
import { rowsPerGroup } from '../store/numberFile.ts'
import type { NumberFile } from '../store/numberFile.ts'
import { writeParquet } from '../store/writeParquet.ts'
import type { FieldPlan } from '../types/columnPlan.ts'
import { csvTableSql } from './csvTable.ts'
import type { Draft, DraftPart } from './draft.ts'
import { inBatches } from './inBatches.ts'
import { looksNumeric } from './looksNumeric.ts'
import { plainCounts } from './plainCounts.ts'
import { splitFields } from './splitFields.ts'
import type { DraftSources } from './writeDraft.ts'

/** A database's work for a table grows with the square of its columns: beyond so many, it gets them in parts. */
export const MOST_FIELDS = 100
const FIELDS_PER_PART = 64
const MOST_PARTS = 200

/**
 * Writes the draft of a table of many columns, in time that grows with its cells: plain numbers go straight to a file of numbers, all
 * other fields in parts of a few to the database.
 */
export async function writeWideDraft(connection: DuckDBConnection, sources: DraftSources): Promise<Draft> {
  const { csv, fields, scanner, path, signal } = sources
  const folder = dirname(path)
  const presumed = fields.filter((field) => looksNumeric(field, sources))
  const isPresumed = new Set(presumed)
  const numberPath = join(folder, 'numbers.f64')
  const common = { csv, numberPath, ...(signal && { signal }) }
  const parts = inParts(
    fields.filter((field) => !isPresumed.has(field)),
    folder,
    0,
  )
  const { rows, counts } = await splitFields({ ...common, numbers: presumed, parts })
  const numbers = new Map<number, CellCounts>()
  presumed.forEach(({ field }, place) => {
    const count = counts[place]
    if (count !== undefined) numbers.set(field, plainCounts(scanner.rows, count))
  })
  const others = inParts(
    presumed.filter(({ field }) => !numbers.has(field)),
    folder,
    parts.length,
  )
  if (others.length > 0) await splitFields({ ...common, numbers: [], parts: others })
  const drafts: DraftPart[] = []
  for (const part of [...parts, ...others]) drafts.push(await asParquet(connection, sources, part))
  const file = {
    path: numberPath,
    rows,
    fields: places(presumed, numbers),
    rowsPerGroup: rowsPerGroup(presumed.length),
  }
  return { parts: drafts, numbers, ...(numbers.size > 0 && { file }) }
}

/** A field that turned out not to be numbers leaves its place empty. */
function places(presumed: readonly FieldPlan[], numbers: ReadonlyMap<number, CellCounts>): NumberFile['fields'] {
  return presumed.map(({ field }) => (numbers.has(field) ? field : -1))
}

function inParts(fields: readonly FieldPlan[], folder: string, first: number): DraftPart[] {
  const size = Math.max(FIELDS_PER_PART, Math.ceil(fields.length / MOST_PARTS))
  return [...inBatches(fields, size)].map((own, index) => ({
    path: join(folder, `text-${String(first + index)}.csv`),
    fields: own,
  }))
}

async function asParquet(
  connection: DuckDBConnection,
  { csv }: DraftSources,
  { path, fields }: DraftPart,
): Promise<DraftPart> {
  const only = fields.map(({ field }) => field)
  const table = { ...csv, path, only, skip: 0, newline: '\n' as const }
  const draft = `${path.slice(0, -'.csv'.length)}.draft`
  await writeParquet(
    connection,
    csvTableSql(table),
    only,
    only.map((field) => `c${String(field)}`),
    draft,
  )
  await rm(path)
  return { path: draft, fields }
}
