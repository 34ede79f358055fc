import type { DuckDBConnection } from '@duckdb/node-api'
import { byCodePoint } from '../../../core/dataset/levelOrder.ts'
import type { ValueCount } from '../../../core/dataset/profile.ts'
import { queryRow, queryRows } from '../read/duckDatabase.ts'

/** What is counted of a column of words. */
export interface WordCounts {
  /** Cells with a value. */
  readonly count: number
  readonly distinct: number
  /** Characters. */
  readonly meanLength: number
  readonly maxLength: number
  /** The most frequent values, cut to 200 characters: all of them up to `MOST_COMPARED`, else the first `TOP`. */
  readonly values: readonly ValueCount[]
}

/** Values listed of a column that has too many different ones. */
export const TOP = 20
/** Columns of more different values are no categories to compare letter by letter. */
const MOST_COMPARED = 5000
const MOST_CHARACTERS = 200
/** Up to so many rows, a statement for each column takes longer to plan than its cells take to count. */
export const SHORT_ROWS = 20_000

/** Counts the words of some fields of a source: cell by cell where there are few rows, else in the database, which needs no memory for them. */
export function countWords(
  connection: DuckDBConnection,
  source: string,
  fields: readonly number[],
  rows: number,
): Promise<readonly WordCounts[]> {
  return rows <= SHORT_ROWS ? countShort(connection, source, fields) : countLong(connection, source, fields)
}

/** In one pass over the cells of all fields. */
export async function countShort(
  connection: DuckDBConnection,
  source: string,
  fields: readonly number[],
): Promise<readonly WordCounts[]> {
  const tallies = fields.map(() => new Map<string, number>())
  const result = await connection.stream(`SELECT ${fields.map(wordSql).join(', ')} FROM ${source}`)
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk())
    for (const [at, tally] of tallies.entries())
      for (const cell of chunk.getColumnValues(at))
        if (typeof cell === 'string') tally.set(cell, (tally.get(cell) ?? 0) + 1)
  return tallies.map(ofTally)
}

function ofTally(tally: ReadonlyMap<string, number>): WordCounts {
  let [count, characters, maxLength] = [0, 0, 0]
  for (const [value, times] of tally) {
    const length = charactersOf(value)
    count += times
    characters += times * length
    maxLength = Math.max(maxLength, length)
  }
  const ordered = [...tally].sort(([a, n], [b, m]) => m - n || byCodePoint(a, b)).slice(0, listed(tally.size))
  const values = ordered.map(([value, times]) => ({ value: cut(value), count: times }))
  return { count, distinct: tally.size, meanLength: count === 0 ? 0 : characters / count, maxLength, values }
}

function charactersOf(value: string): number {
  let length = 0
  for (const _ of value) length += 1
  return length
}

function cut(value: string): string {
  return value.length <= MOST_CHARACTERS ? value : Array.from(value).slice(0, MOST_CHARACTERS).join('')
}

function listed(distinct: number): number {
  return distinct <= MOST_COMPARED ? MOST_COMPARED : TOP
}

/** In the database, a statement for each field. */
export async function countLong(
  connection: DuckDBConnection,
  source: string,
  fields: readonly number[],
): Promise<readonly WordCounts[]> {
  const measures = fields.map(wordSql).flatMap((c) => {
    return [`count(${c})`, `count(DISTINCT ${c})`, `coalesce(avg(length(${c})), 0)`, `coalesce(max(length(${c})), 0)`]
  })
  const row = (await queryRow(connection, `SELECT ${measures.join(', ')} FROM ${source}`)).map(Number)
  const found: WordCounts[] = []
  for (const [index, field] of fields.entries()) {
    const [count = 0, distinct = 0, meanLength = 0, maxLength = 0] = row.slice(index * 4, index * 4 + 4)
    const values = await topValues(connection, source, field, listed(distinct))
    found.push({ count, distinct, meanLength, maxLength, values })
  }
  return found
}

async function topValues(
  connection: DuckDBConnection,
  source: string,
  field: number,
  most: number,
): Promise<ValueCount[]> {
  const rows = await queryRows(
    connection,
    `SELECT left(v, ${String(MOST_CHARACTERS)}), n FROM (SELECT ${wordSql(field)} AS v, count(*) AS n FROM ${source} WHERE v IS NOT NULL GROUP BY v) ORDER BY n DESC, v LIMIT ${String(most)}`,
  )
  return rows.map(([value, count]) => ({ value: String(value), count: Number(count) }))
}

function wordSql(field: number): string {
  return `c${String(field)}::VARCHAR`
}
