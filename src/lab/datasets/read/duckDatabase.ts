import { DuckDBInstance } from '@duckdb/node-api'
import type { DuckDBConnection, DuckDBResultReader } from '@duckdb/node-api'
import { dirname } from 'node:path'
import { HoldoutError } from '../../../core/errors.ts'

/** What a database may use: nothing outside these folders can be read or written by its statements. */
export interface DuckOptions {
  /** Spilled data goes here. */
  readonly tempFolder: string
  readonly files: readonly string[]
  readonly signal?: AbortSignal
  /** Thousands of columns take more memory, and less of it on one thread. */
  readonly isWide?: boolean
}

const MEMORY_LIMIT = '256MB'
const WIDE_MEMORY_LIMIT = '800MB'

/** Does some work with a DuckDB of its own, in memory, without extensions and without access to other files; then closes it. */
export async function withDuckDb<T>(
  options: DuckOptions,
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: options.isWide ? WIDE_MEMORY_LIMIT : MEMORY_LIMIT,
    ...(options.isWide && { threads: '1' }),
    temp_directory: options.tempFolder,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    preserve_insertion_order: 'true',
    // It keeps what was read until the limit is reached, and every file here is read once or twice.
    enable_external_file_cache: 'false',
  })
  const connection = await instance.connect()
  const interrupt = (): void => {
    connection.interrupt()
  }
  options.signal?.addEventListener('abort', interrupt)
  try {
    await fence(connection, options)
    return await work(connection)
  } catch (error) {
    throw duckError(error, options.signal)
  } finally {
    options.signal?.removeEventListener('abort', interrupt)
    await letGoOfMemory(connection)
    connection.closeSync()
    instance.closeSync()
  }
}

/** On DuckDB's own thread: closing would free it all on ours, and hold it up. */
async function letGoOfMemory(connection: DuckDBConnection): Promise<void> {
  await connection.run("SET memory_limit = '1MB'").catch(() => undefined)
}

/** All rows of a statement, as JavaScript values. */
export async function queryRows(
  connection: DuckDBConnection,
  statement: string,
): Promise<readonly (readonly unknown[])[]> {
  const reader: DuckDBResultReader = await connection.runAndReadAll(statement)
  return reader.getRowsJS()
}

/** The one row of a statement. */
export async function queryRow(connection: DuckDBConnection, statement: string): Promise<readonly unknown[]> {
  return (await queryRows(connection, statement))[0] ?? []
}

/** A string as an SQL literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** A path as an SQL literal that matches itself alone, though DuckDB reads paths as patterns. */
export function pathLiteral(path: string): string {
  return literal(asPattern(path))
}

/** SQL of a Parquet file's rows. */
export function parquetSql(path: string): string {
  return `read_parquet(${pathLiteral(path)}, hive_partitioning = false)`
}

function asPattern(path: string): string {
  return path.replaceAll(/[[*?]/g, (char) => `[${char}]`)
}

async function fence(connection: DuckDBConnection, options: DuckOptions): Promise<void> {
  const folders = [...new Set([options.tempFolder, ...options.files.map((file) => dirname(file))])]
  // The fence is asked about the pattern first, then about the file it matches.
  const list = [...folders, ...folders.map(asPattern)].map((folder) => literal(`${folder}/`)).join(', ')
  await connection.run(`SET allowed_directories = [${list}]`)
  if (options.isWide)
    await connection.run("SET disabled_optimizers = 'common_subexpressions,statistics_propagation,expression_rewriter'")
  await connection.run('SET enable_external_access = false')
}

/** What a failure of DuckDB means. */
export function duckError(error: unknown, signal: AbortSignal | undefined): unknown {
  if (error instanceof HoldoutError) return error
  if (signal?.aborted) return new HoldoutError('stopped/import', 'Stopped as asked for; nothing was kept.')
  const message = error instanceof Error ? error.message : String(error)
  if (/no space left|disk quota|max_temp_directory_size|Could not write/i.test(message)) {
    return new HoldoutError('file/disk-full', 'The disk is full.', {
      hint: 'Free some space, or choose a workspace on another disk.',
      cause: error,
    })
  }
  if (/out of memory|failed to (allocate|pin)/i.test(message)) {
    return new HoldoutError(
      'dataset/out-of-memory',
      `The dataset needs more memory than the ${MEMORY_LIMIT} set aside for reading it.`,
      { hint: 'Leave out columns that are not needed.', cause: error },
    )
  }
  return error
}
