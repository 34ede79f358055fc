import type { DuckDBConnection } from '@duckdb/node-api'
import { join } from 'node:path'
import type { AssignedColumn } from '../../../core/dataset/assignRoles.ts'
import type { DatasetColumn } from '../../../core/dataset/inspection.ts'
import type { CategoryColumn, TableColumn } from '../../../core/dataset/table.ts'
import { ColumnReader, storedCategorySql, storedNumberSql } from '../profile/columnReader.ts'
import { absentColumn } from './absentColumn.ts'
import type { Analysis } from './analyseCsv.ts'
import { csvTableSql } from './csvTable.ts'
import type { CsvTable } from './csvTable.ts'
import { duckError, parquetSql, withDuckDb } from './duckDatabase.ts'
import type { DuckOptions } from './duckDatabase.ts'
import type { NewRows } from './newRows.ts'
import type { FeatureBlock, WantedColumn } from './featureBlock.ts'
import { RowStream } from './rowStream.ts'
import type { StreamedCells, StreamedColumn } from './rowStream.ts'
import { splitFields } from './splitFields.ts'
import { MOST_FIELDS } from './writeWideDraft.ts'

/** What the blocks hold. */
export interface BlockRequest {
  readonly wanted: readonly WantedColumn[]
  readonly target?: AssignedColumn
  /** Columns copied through as text. */
  readonly texts: readonly DatasetColumn[]
  readonly order: NewRows
  readonly folder: string
  readonly signal?: AbortSignal
}

/** The rows of a file that was read, `count` that fit at a time. */
export async function* featureBlocks(
  analysis: Analysis,
  request: BlockRequest,
  count: number,
): AsyncGenerator<FeatureBlock, void> {
  const { inspection } = analysis
  const features = await openDuck(featureDuck(analysis, request))
  const texts = request.texts.length > 0 ? await openDuck(textDuck(analysis, request)) : undefined
  try {
    const next = await featureReader(features, analysis, request)
    const csv = texts && (await textTable(analysis, request))
    const copied = csv && (await texts.rows(csvTableSql(csv), request.texts.map(textColumn)))
    for (let from = 0; from < inspection.rows || from === 0; from += count) {
      const to = Math.min(inspection.rows, from + count)
      const block = await next(from, to - from)
      const own = (await copied?.take(to - from)) ?? []
      yield {
        ...tablesOf(block, to - from, request),
        rows: request.order.block(from, to),
        share: to / Math.max(1, inspection.rows),
        copied: own.map((column) => Array.from(column as (string | null)[], (cell) => (cell ?? '').trim())),
      }
    }
  } catch (error) {
    throw duckError(error, request.signal)
  } finally {
    await features.close()
    await texts?.close()
  }
}

/** Reads the columns of the features that the file has, then that of the target, for some rows; to be asked for all rows in order. */
type FeatureReader = (from: number, count: number) => Promise<readonly TableColumn[]>

async function featureReader(
  duck: OpenDuck,
  { inspection, stored }: Analysis,
  { wanted, target }: BlockRequest,
): Promise<FeatureReader> {
  const columns = [...wanted.flatMap(({ from }) => from ?? []), ...(target ? [target] : [])]
  if (stored.layout)
    return (from, count) => new ColumnReader(duck.connection, { inspection, stored }, { from, count }).columns(columns)
  const cells = await duck.rows(parquetSql(stored.files[0]), featureColumns(columns))
  return async (_, count) => {
    const block = await cells.take(count)
    return columns.map(({ column }, index) => columnOf(column.name, block[index]))
  }
}

function featureColumns(columns: readonly AssignedColumn[]): StreamedColumn[] {
  const streamed = columns.map(({ column, kind }): StreamedColumn =>
    kind === 'number'
      ? { kind: 'number', sql: storedNumberSql(column) }
      : { kind: 'text', sql: storedCategorySql(column) },
  )
  // A statement needs a column, also where the file has none of them.
  return streamed.length > 0 ? streamed : [{ kind: 'number', sql: '0::DOUBLE' }]
}

function textColumn({ field }: DatasetColumn): StreamedColumn {
  return { kind: 'text', sql: `c${String(field)}` }
}

function tablesOf(
  block: readonly TableColumn[],
  rows: number,
  { wanted, target }: BlockRequest,
): Pick<FeatureBlock, 'table' | 'target'> {
  let at = 0
  const features = wanted.map(({ fitted, from }): TableColumn => {
    if (!from) return absentColumn(fitted.name, fitted.kind === 'number', rows)
    return { ...block[at++], name: fitted.name }
  })
  return { table: { rows, features }, ...(target && { target: block[at] }) }
}

function columnOf(name: string, cells: StreamedCells): TableColumn {
  return cells instanceof Float64Array ? { kind: 'number', name, values: cells } : categoryOf(name, cells)
}

/** Levels in the order in which they are met: whoever prepares them finds them by name. */
function categoryOf(name: string, cells: readonly (string | null)[]): CategoryColumn {
  const seen = new Map<string, number>()
  const codes = Int32Array.from(cells, (cell) => {
    if (cell === null) return -1
    const known = seen.get(cell)
    if (known !== undefined) return known
    seen.set(cell, seen.size)
    return seen.size - 1
  })
  return { kind: 'category', name, levels: [...seen.keys()], codes }
}

function featureDuck({ stored }: Analysis, { folder, signal }: BlockRequest): DuckOptions {
  return { tempFolder: folder, files: stored.files, ...(signal && { signal }) }
}

function textDuck({ csv }: Analysis, { folder, signal }: BlockRequest): DuckOptions {
  return { tempFolder: folder, files: [csv.path, textPath(folder)], ...(signal && { signal }) }
}

function textPath(folder: string): string {
  return join(folder, 'copied.csv')
}

/** The CSV that the copied columns are read from: of one of many fields, a CSV of those columns alone. */
async function textTable({ csv }: Analysis, { texts, folder, signal }: BlockRequest): Promise<CsvTable> {
  if (csv.fields <= MOST_FIELDS) return csv
  const fields = [...new Set(texts.map(({ field }) => field))]
  const part = { path: textPath(folder), fields: fields.map((field) => ({ field })) }
  await splitFields({ csv, numbers: [], numberPath: '', parts: [part], ...(signal && { signal }) })
  return { ...csv, path: part.path, only: fields, skip: 0, newline: '\n' }
}

/** A database that stays open while its rows are taken. */
interface OpenDuck {
  readonly connection: DuckDBConnection
  rows(source: string, columns: readonly StreamedColumn[]): Promise<RowStream>
  close(): Promise<void>
}

/** Holds `withDuckDb` open until `close`. */
async function openDuck(options: DuckOptions): Promise<OpenDuck> {
  const opened = Promise.withResolvers<DuckDBConnection>()
  const ended = Promise.withResolvers<undefined>()
  const whole = withDuckDb(options, async (connection) => {
    opened.resolve(connection)
    await ended.promise
  })
  whole.catch((error: unknown) => {
    opened.reject(error)
  })
  const connection = await opened.promise
  return {
    connection,
    rows: (source, columns) => RowStream.open(connection, source, columns),
    close: async () => {
      ended.resolve(undefined)
      await whole
    },
  }
}
