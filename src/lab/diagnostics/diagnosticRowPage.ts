import { MOST_DIAGNOSTIC_COLUMNS, MOST_DIAGNOSTIC_ROWS } from '../../contract/diagnosisLimits.ts'
import type { DiagnosticRowPage, DiagnosticRowsRequest } from '../../contract/diagnostics.ts'
import { csvLine } from '../../core/csv/csvWriter.ts'
import type { Table } from '../../core/dataset/table.ts'
import { findRows, foldNames } from '../../core/diagnostics/diagnosticRows.ts'
import type { FoundRows } from '../../core/diagnostics/diagnosticRows.ts'
import type { CandidateSource } from './candidateSource.ts'
import { settingsOf } from './diagnoseCandidate.ts'
import type { LoadedCandidate } from './loadedCandidate.ts'
import { cellOf, cellsOf, rowFilter } from './rowFilter.ts'

type RowsRequest = Omit<DiagnosticRowsRequest, 'candidate'>

/** A page of rows with how they were predicted and what their features are. */
export function diagnosticRowPage(
  source: CandidateSource,
  loaded: LoadedCandidate,
  request: RowsRequest,
): DiagnosticRowPage {
  const { from = 0, count = MOST_DIAGNOSTIC_ROWS } = request
  const { table } = loaded
  const found = foundRows(source, loaded, request)
  const all = sortedRows(found, loaded, request)
  const rows = Array.from(all.subarray(from, from + count), found.prediction)
  const features = table.features.slice(0, MOST_DIAGNOSTIC_COLUMNS)
  const columns = features.map((column) =>
    cellsOf(
      column,
      rows.map(({ row }) => row),
    ),
  )
  return {
    total: all.length,
    from,
    rows,
    ...(table.source && { fileRows: rows.map(({ row }) => table.source?.[row] ?? row) }),
    columns: features.map(({ name, kind }) => ({ name, kind })),
    cells: rows.map((_, place) => columns.map((cells) => cells[place])),
  }
}

/** The same rows as CSV: row (from 1), actual, predicted, probability, wrong, of, fold, and every feature. */
export function diagnosticRowsCsv(source: CandidateSource, loaded: LoadedCandidate, request: RowsRequest): string {
  const { heldOut, table } = loaded
  const name = (value: number): string | number => heldOut.classes.at(value) ?? value
  const isRegression = heldOut.task === 'regression'
  const head = ['row', 'actual', 'predicted', ...(isRegression ? [] : ['probability', 'wrong', 'of']), 'fold']
  const found = foundRows(source, loaded, request)
  const lines = Array.from(sortedRows(found, loaded, request), (number) => {
    const { row, truth, predicted, probability, wrong, of, folds } = found.prediction(number)
    const judged = isRegression ? [truth, predicted] : [name(truth), name(predicted), probability ?? '', wrong, of]
    return csvLine([
      (table.source?.[row] ?? row) + 1,
      ...judged,
      foldNames(folds),
      ...table.features.map((column) => cellOf(column, row) ?? ''),
    ])
  })
  return `${[csvLine([...head, ...table.features.map((column) => column.name)]), ...lines].join('\n')}\n`
}

function foundRows(source: CandidateSource, { heldOut }: LoadedCandidate, request: RowsRequest): FoundRows {
  const { threshold } = settingsOf(source, request.threshold === undefined ? {} : { threshold: request.threshold })
  return findRows(heldOut, threshold, request.request)
}

/** Numbers of the rows that pass the filter, in the order asked for. */
function sortedRows(
  found: FoundRows,
  { heldOut, table }: LoadedCandidate,
  { filter, sort }: RowsRequest,
): FoundRows['rows'] {
  const isMeant = filter === undefined ? undefined : rowFilter(filter, heldOut, table)
  const rows = isMeant ? found.rows.filter((row) => isMeant(found.prediction(row))) : found.rows
  if (!sort) return rows
  const sign = sort.direction === 'ascending' ? 1 : -1
  const hardest = heldOut.task === 'regression' ? 'error' : 'wrong'
  // Once for each row: making one is more work than comparing two.
  const keys = Array.from(rows, sortKey(found, table, sort.by === 'hardest' ? hardest : sort.by))
  const places = Array.from(rows.keys())
  places.sort((a, b) => sign * compare(keys[a], keys[b]) || rows[a] - rows[b])
  return Int32Array.from(places, (place) => rows[place])
}

type SortBy = Exclude<NonNullable<RowsRequest['sort']>['by'], 'hardest'>

function sortKey(
  { wrongShare, prediction }: FoundRows,
  { features }: Table,
  by: SortBy,
): (row: number) => number | string | null {
  if (by === 'row') return (row) => row
  if (by === 'wrong') return wrongShare
  if (typeof by === 'string') return (row) => prediction(row)[by] ?? null
  const column = features.find(({ name }) => name === by.column)
  return column ? (row) => cellOf(column, row) : () => null
}

/** Missing values last. */
function compare(a: number | string | null, b: number | string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return a < b ? -1 : Number(a > b)
}
