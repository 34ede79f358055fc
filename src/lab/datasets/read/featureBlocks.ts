import type { DuckDBConnection } from '@duckdb/node-api'
import { join } from 'node:path'
import type { AssignedColumn } from '../../../core/dataset/assignRoles.ts'
import type { DatasetColumn } from '../../../core/dataset/inspection.ts'
import type { CategoryColumn, TableColumn } from '../../../core/dataset/table.ts'
import { ColumnReader, storedCategorySql, storedNumberSql } from '../profile/columnReader.ts'
import type { Analysis } from './analyseCsv.ts'
import { csvTableSql } from './csvTable.ts'
import type { CsvTable } from './csvTable.ts'
import { duckError, withDuckDb } from './duckDatabase.ts'
import type { DuckOptions } from './duckDatabase.ts'
import type { NewRows } from './newRows.ts'
import type { FeatureBlock, WantedColumn } from './readFeatures.ts'
import { TextStream } from './textStream.ts'
import { splitFields } from './splitFields.ts'
import { MOST_FIELDS } from './writeWideDraft.ts'

/** What the blocks hold. */
export interface BlockWish {
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
  wish: BlockWish,
  count: number,
): AsyncGenerator<FeatureBlock, void> {
  const { inspection } = analysis
  const features = await openDuck(featureDuck(analysis, wish))
  const texts = wish.texts.length > 0 ? await openDuck(textDuck(analysis, wish)) : undefined
  try {
    const columns = wish.texts.map(({ field }) => `c${String(field)}`)
    const copied = texts && (await TextStream.open(texts.connection, csvTableSql(analysis.csv), columns))
    for (let from = 0; from < inspection.rows; from += count) {
      const rows = { from, count: Math.min(inspection.rows - from, count) }
      const reader = new ColumnReader(features.connection, analysis, rows)
      yield {
        ...(await tablesOf(reader, rows.count, wish)),
        rows: wish.order.block(from, from + rows.count),
        copied: (await copied?.take(rows.count)) ?? [],
      }
    }
  } catch (error) {
    throw duckError(error, wish.signal)
  } finally {
    await features.close()
    await texts?.close()
  }
}

async function tablesOf(
  reader: ColumnReader,
  rows: number,
  { wanted, target }: BlockWish,
): Promise<Pick<FeatureBlock, 'table' | 'target'>> {
  const present = wanted.flatMap(({ from }) => from ?? [])
  const read = await reader.columns(target ? [...present, target] : present)
  let at = 0
  const features = wanted.map(({ fitted, from }): TableColumn => {
    if (!from) return absentColumn(fitted.name, fitted.kind === 'number', rows)
    return { ...read[at++], name: fitted.name }
  })
  return { table: { rows, features }, ...(target && { target: read[at] }) }
}

function absentColumn(name: string, isNumber: boolean, rows: number): TableColumn {
  return isNumber
    ? { kind: 'number', name, values: new Float64Array(rows).fill(NaN) }
    : { kind: 'category', name, levels: [], codes: new Int32Array(rows).fill(-1) }
}

function featureDuck({ stored }: Analysis, { folder, signal }: BlockWish): DuckOptions {
  return { tempFolder: folder, files: stored.files, ...(signal && { signal }) }
}

function textDuck({ csv }: Analysis, { folder, signal }: BlockWish): DuckOptions {
  return { tempFolder: folder, files: [csv.path], ...(signal && { signal }) }
}

/** A database that stays open while its rows are taken. */
interface OpenDuck {
  readonly connection: DuckDBConnection
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
    close: async () => {
      ended.resolve(undefined)
      await whole
    },
  }
}
