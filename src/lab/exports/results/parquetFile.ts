import { createWriteStream } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { makeTemporaryFolder } from '../../files/temporaryFolder.ts'
import { literal, pathLiteral, withDuckDb } from '../../datasets/read/duckDatabase.ts'
import type { TidyCell, TidyTable } from './tidyTable.ts'

const TYPES = { text: 'VARCHAR', integer: 'BIGINT', number: 'DOUBLE' } as const

/** A tidy table as Parquet (Snappy), its columns of the types they say. */
export async function parquetFile({ columns, rows }: TidyTable): Promise<Uint8Array> {
  const folder = await makeTemporaryFolder('parquet')
  try {
    const [from, to] = [join(folder, 'rows.csv'), join(folder, 'rows.parquet')]
    await pipeline(Readable.from(lines(rows)), createWriteStream(from))
    const types = columns.map(({ name, type }) => `${literal(name)}: '${TYPES[type]}'`).join(', ')
    // Whatever is quoted is a text, be it empty; what is missing is not quoted.
    const options = `header = false, delim = ',', quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false`
    const source = `read_csv(${pathLiteral(from)}, columns = {${types}}, auto_detect = false, new_line = '\\n', ${options})`
    await withDuckDb({ tempFolder: folder, files: [from] }, async (connection) => {
      await connection.run(`COPY (SELECT * FROM ${source}) TO ${literal(to)} (FORMAT parquet, COMPRESSION snappy)`)
    })
    return await readFile(to)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Lines for this reader alone: nothing in them is changed for the sake of spreadsheets. */
function* lines(rows: Iterable<readonly TidyCell[]>): Generator<string> {
  for (const row of rows) yield `${row.map(cellText).join(',')}\n`
}

function cellText(cell: TidyCell): string {
  if (cell === null) return ''
  if (typeof cell === 'string') return `"${cell.replaceAll('"', '""')}"`
  return Number.isFinite(cell) ? String(cell) : Number.isNaN(cell) ? 'nan' : cell > 0 ? 'inf' : '-inf'
}
