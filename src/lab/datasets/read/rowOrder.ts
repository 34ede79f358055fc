import { tmpdir } from 'node:os'
import type { RowView } from '../../../contract/rowsPath.ts'
import type { DatasetColumn } from '../../../core/dataset/inspection.ts'
import { holds, rowSearch } from '../../../core/dataset/rowSearch.ts'
import type { RowSearch } from '../../../core/dataset/rowSearch.ts'
import { byFile, columnsAtOnce } from '../profile/byFile.ts'
import type { ImportedDataset } from '../store/importDataset.ts'
import { literal, pathLiteral, withDuckDb } from './duckDatabase.ts'

/** Orders that are kept for each dataset: the newest, and those of somebody who goes back and forth. */
const MOST_KEPT = 4

const known = new WeakMap<ImportedDataset, Map<string, Promise<Uint32Array>>>()

/** Places in the file of the rows that a view shows, in its order; worked out once. */
export function rowOrder(dataset: ImportedDataset, view: RowView): Promise<Uint32Array> {
  const orders = known.get(dataset) ?? new Map<string, Promise<Uint32Array>>()
  known.set(dataset, orders)
  const key = JSON.stringify([view.sort, view.descending === true, view.filter])
  const order = orders.get(key) ?? computeOrder(dataset, view)
  // The one asked for last goes last.
  orders.delete(key)
  orders.set(key, order)
  for (const old of [...orders.keys()].slice(0, -MOST_KEPT)) orders.delete(old)
  order.catch(() => orders.delete(key))
  return order
}

async function computeOrder(dataset: ImportedDataset, { sort, descending, filter }: RowView): Promise<Uint32Array> {
  const column = dataset.inspection.columns.find(({ field }) => field === sort)
  const [all, mask] = await Promise.all([
    column
      ? sortedRows(dataset, column, descending === true)
      : Uint32Array.from({ length: rowsOf(dataset) }, (_, row) => row),
    filter === undefined ? undefined : matchingRows(dataset, filter),
  ])
  return mask ? all.filter((row) => mask[row] === 1) : all
}

async function sortedRows(
  dataset: ImportedDataset,
  { field }: DatasetColumn,
  isDescending: boolean,
): Promise<Uint32Array> {
  const { stored } = dataset
  if (!stored.hasNumbers(field))
    return queryRowNumbers(
      stored.pathOf(field),
      `ORDER BY c${String(field)} ${isDescending ? 'DESC' : 'ASC'} NULLS LAST, file_row_number`,
    )
  const [values] = await stored.numbers([field])
  const sign = isDescending ? -1 : 1
  return Uint32Array.from(values.keys()).sort((a, b) => {
    const [isMissing, isOtherMissing] = [Number.isNaN(values[a]), Number.isNaN(values[b])]
    if (isMissing || isOtherMissing) return Number(isMissing) - Number(isOtherMissing) || a - b
    return sign * (values[a] - values[b]) || a - b
  })
}

/** 1 for each row that is looked for. */
async function matchingRows(dataset: ImportedDataset, filter: string): Promise<Uint8Array> {
  const { inspection, stored } = dataset
  const mask = new Uint8Array(rowsOf(dataset))
  const search = rowSearch(filter, inspection.columns.map(({ name }) => name)) // oxfmt-ignore
  const columns = search.kind === 'comparison' ? [inspection.columns[search.column]] : inspection.columns
  const atOnce = columnsAtOnce(mask.length)
  for (const { path, columns: own } of byFile(stored, columns))
    for (let from = 0; from < own.length; from += atOnce) {
      const some = own.slice(from, from + atOnce)
      if (path === undefined) markNumbers(await stored.numbers(some.map(({ field }) => field)), search, mask)
      else
        for (const row of await queryRowNumbers(
          path,
          `WHERE ${some.map((one) => conditionSql(one, search)).join(' OR ')}`,
        ))
          mask[row] = 1
    }
  return mask
}

function markNumbers(columns: readonly Float64Array[], search: RowSearch, mask: Uint8Array): void {
  for (const values of columns)
    for (const [row, value] of values.entries()) {
      if (mask[row] === 1 || Number.isNaN(value)) continue
      const isMeant =
        search.kind === 'comparison' ? holds(value, search.operator, search.value) : String(value).includes(search.text)
      if (isMeant) mask[row] = 1
    }
}

function conditionSql({ field, type }: DatasetColumn, search: RowSearch): string {
  const written = `c${String(field)}::VARCHAR`
  // As the page writes them: 7 and not 7.0.
  const text = type === 'number' ? `regexp_replace(${written}, '[.]0$', '')` : written
  if (search.kind === 'text') return `contains(lower(${text}), ${literal(search.text)})`
  if (type !== 'number') return `${text} ${search.operator} ${literal(search.value)}`
  const number = Number(search.value)
  return Number.isFinite(number) ? `c${String(field)} ${search.operator} ${String(number)}::DOUBLE` : 'false'
}

/** Row numbers of a Parquet file, by what follows FROM. */
function queryRowNumbers(path: string, rest: string): Promise<Uint32Array> {
  return withDuckDb({ tempFolder: tmpdir(), files: [path] }, async (connection) => {
    const reader = await connection.runAndReadAll(
      `SELECT file_row_number::UINTEGER FROM read_parquet(${pathLiteral(path)}, hive_partitioning = false, file_row_number = true) ${rest}`,
    )
    return Uint32Array.from(reader.getColumns().at(0) ?? [], Number)
  })
}

function rowsOf({ inspection }: ImportedDataset): number {
  return inspection.rows
}
