import type { DuckDBValue } from '@duckdb/node-api'
import { tmpdir } from 'node:os'
import { MOST_PAGE_CELLS, MOST_PAGE_ROWS } from '../../../contract/datasets.ts'
import type { RowView } from '../../../contract/rowsPath.ts'
import type { RowPage } from '../../../contract/datasets.ts'
import type { DatasetColumn } from '../../../core/dataset/inspection.ts'
import { HoldoutError } from '../../../core/errors.ts'
import { byFile, columnsAtOnce } from '../profile/byFile.ts'
import { pathLiteral, withDuckDb } from './duckDatabase.ts'
import { rowOrder } from './rowOrder.ts'
import { dayText } from '../types/dayText.ts'
import type { ImportedDataset } from '../store/importDataset.ts'

/** Which cells of a dataset. */
export interface RowRequest {
  readonly from: number
  readonly count: number
  /** Columns by `DatasetColumn.field`. */
  readonly fields: readonly number[]
  /** As they are looked at; in the order of the file where nothing is given. */
  readonly view?: RowView
}

/**
 * A page of typed cells from the store; rows and fields that do not exist are left out.
 * @throws HoldoutError `usage/page-too-large`
 */
export async function readRows(dataset: ImportedDataset, request: RowRequest, signal?: AbortSignal): Promise<RowPage> {
  const { from, count, fields, view = {} } = request
  if (count > MOST_PAGE_ROWS || count * fields.length > MOST_PAGE_CELLS) {
    throw new HoldoutError(
      'usage/page-too-large',
      `Expected at most ${MOST_PAGE_ROWS} rows and ${MOST_PAGE_CELLS} cells, received ${count} rows of ${fields.length} columns.`,
    )
  }
  const wanted = new Set(fields)
  const columns = dataset.inspection.columns.filter(({ field }) => wanted.has(field))
  const isWhole = view.sort === undefined && view.filter === undefined
  const order = isWhole ? undefined : await rowOrder(dataset, view)
  const rows = order && [...order.subarray(from, from + count)]
  const viewed = order && rows && { view: { rows, total: order.length } }
  const total = order?.length ?? dataset.inspection.rows
  if (columns.length === 0 || from >= total) return { from, fields: [], cells: [], ...viewed }
  const cells = new Map<number, Cells>()
  for (const { path, columns: own } of byFile(dataset.stored, columns)) {
    const read =
      path !== undefined
        ? queryPage(path, own, { ...request, ...(rows && { rows }) }, signal)
        : rows
          ? pickedNumbers(dataset, own, rows)
          : numbersOf(dataset, own, request)
    for (const [index, one] of (await read).entries()) cells.set(own[index].field, one)
  }
  return {
    from,
    fields: columns.map(({ field }) => field),
    cells: columns.map(({ field }) => cells.get(field) ?? []),
    ...viewed,
  }
}

type Cells = RowPage['cells'][number]

async function numbersOf(
  { stored, inspection }: ImportedDataset,
  columns: readonly DatasetColumn[],
  { from, count }: RowRequest,
): Promise<Cells[]> {
  const fields = columns.map(({ field }) => field)
  const read = await stored.numbers(fields, from, Math.min(count, inspection.rows - from))
  return read.map((values) => Array.from(values, plainCell))
}

/** Of rows from anywhere in the file: whole columns are read, some at a time. */
async function pickedNumbers(
  { stored, inspection }: ImportedDataset,
  columns: readonly DatasetColumn[],
  rows: readonly number[],
): Promise<Cells[]> {
  const found: Cells[] = []
  const atOnce = columnsAtOnce(inspection.rows)
  for (let from = 0; from < columns.length; from += atOnce) {
    const read = await stored.numbers(columns.slice(from, from + atOnce).map(({ field }) => field))
    found.push(...read.map((values) => rows.map((row) => plainCell(values[row]))))
  }
  return found
}

function queryPage(
  parquet: string,
  columns: readonly DatasetColumn[],
  { from, count, rows }: RowRequest & { readonly rows?: readonly number[] },
  signal: AbortSignal | undefined,
): Promise<readonly Cells[]> {
  const options = { tempFolder: tmpdir(), files: [parquet], isWide: columns.length > 1000, ...(signal && { signal }) }
  return withDuckDb(options, async (connection) => {
    const names = columns.map(cellSql).join(', ')
    // By the number and not by OFFSET: groups of rows that cannot hold it are skipped unread.
    const which = rows
      ? `file_row_number IN (${rows.join(', ')})`
      : `file_row_number >= ${from} AND file_row_number < ${from + count}`
    const reader = await connection.runAndReadAll(
      `SELECT ${names} FROM read_parquet(${pathLiteral(parquet)}, hive_partitioning = false, file_row_number = true)
       WHERE ${which} ORDER BY file_row_number`,
    )
    const inFile = reader.getColumns().map((cells) => cells.map(plainCell))
    if (!rows) return inFile
    const placeOf = new Map([...rows].sort((a, b) => a - b).map((row, place) => [row, place]))
    return inFile.map((cells) => rows.map((row) => cells[placeOf.get(row) ?? -1] ?? null))
  })
}

function cellSql({ field, type }: DatasetColumn): string {
  return type === 'date' ? `${dayText(`c${field}`)} AS c${field}` : `c${field}`
}

function plainCell(cell: DuckDBValue): number | string | boolean | null {
  if (cell === null || typeof cell === 'string' || typeof cell === 'boolean') return cell
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : null
  return typeof cell === 'bigint' ? Number(cell) : String(cell)
}
