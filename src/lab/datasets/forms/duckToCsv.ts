import { dirname } from 'node:path'
import { HoldoutError } from '../../../core/errors.ts'
import { literal, parquetSql, pathLiteral, queryRow, withDuckDb } from '../read/duckDatabase.ts'
import type { Packing } from '../source/refuseForeign.ts'
import { SAMPLE_ROWS } from './conversion.ts'
import type { Conversion, Converted } from './conversion.ts'

/** The rows of a Parquet file. @throws HoldoutError `file/parquet` */
export function parquetToCsv(conversion: Conversion): Promise<Omit<Converted, 'form'>> {
  return copyToCsv(conversion, parquetSql(conversion.source.path), {
    what: 'The file is Parquet; its columns were read as they are typed there.',
    failure: (cause) =>
      new HoldoutError('file/parquet', `${conversion.source.name}: it is no whole Parquet file.`, {
        path: conversion.source.path,
        hint: 'Write or download it again.',
        cause,
      }),
  })
}

/** JSON with one object a line, or one list of objects. @throws HoldoutError `file/json` */
export function jsonToCsv(conversion: Conversion, packing: Packing): Promise<Omit<Converted, 'form'>> {
  const { path, name } = conversion.source
  const sql = `read_json(${pathLiteral(path)}, ${[
    "format = 'auto'",
    // Types are decided by all rows: a later row may hold what the first ones do not.
    'sample_size = -1',
    'maximum_depth = 2',
    'hive_partitioning = false',
    `compression = '${packing === 'gzip' ? 'gzip' : 'uncompressed'}'`,
  ].join(', ')})`
  return copyToCsv(conversion, sql, {
    what: `The file is JSON${packing === 'gzip' ? ', packed with gzip' : ''}: each object became a row, each of its members a column.`,
    failure: (cause) =>
      new HoldoutError('file/json', `${name} cannot be read as JSON: ${reasonOf(cause)}`, {
        path,
        hint: 'Write one object a line, all with the same names.',
        cause,
      }),
  })
}

interface Words {
  readonly what: string
  readonly failure: (cause: unknown) => HoldoutError
}

async function copyToCsv(
  { source, out, isSampled, options: { signal } }: Conversion,
  sql: string,
  { what, failure }: Words,
): Promise<Omit<Converted, 'form'>> {
  const duck = { tempFolder: dirname(out), files: [source.path, out], ...(signal && { signal }) }
  try {
    const isCut = await withDuckDb(duck, async (connection) => {
      const limit = isSampled ? ` LIMIT ${String(SAMPLE_ROWS)}` : ''
      await connection.run(
        `COPY (SELECT * FROM ${sql}${limit}) TO ${literal(out)} (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '"', ESCAPE '"')`,
      )
      if (!isSampled) return false
      const [rows] = await queryRow(connection, `SELECT count(*) FROM ${sql}`)
      return Number(rows) > SAMPLE_ROWS
    })
    return { isCut, entry: { kind: 'converted', count: 1, message: what, samples: [], severity: 'info' } }
  } catch (cause) {
    throw cause instanceof HoldoutError ? cause : failure(cause)
  }
}

/** What DuckDB says, without advice about its own settings. */
function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause)
  const [first] = message.split('\n')
  return first
    .replace(/^[A-Za-z ]*Error: /, '')
    .replace(/ in file "[^"]*"/, '')
    .replace(/\.? Try .*$/, '.')
    .slice(0, 300)
}
