import { MOST_DIAGNOSTIC_COLUMNS, MOST_DIAGNOSTIC_ROWS } from '../../contract/diagnostics.ts'
import type { DiagnosticRowPage, DiagnosticRowsRequest } from '../../contract/diagnostics.ts'
import { csvLine } from '../../core/csv/csvWriter.ts'
import type { Table } from '../../core/dataset/table.ts'
import { diagnosticRows, foldNames } from '../../core/diagnostics/diagnosticRows.ts'
import type { RowPrediction } from '../../core/diagnostics/diagnosticRows.ts'
import type { CandidateSource } from './candidateSource.ts'
import { settingsOf } from './diagnoseCandidate.ts'
import type { LoadedCandidate } from './loadedCandidate.ts'
import { cellOf, rowFilter } from './rowFilter.ts'

type RowsRequest = Omit<DiagnosticRowsRequest, 'candidate'>

/** A page of rows with how they were predicted and what their features are. */
export function diagnosticRowPage(
  source: CandidateSource,
  loaded: LoadedCandidate,
  request: RowsRequest,
): DiagnosticRowPage {
  const { from = 0, count = MOST_DIAGNOSTIC_ROWS } = request
  const { table } = loaded
  const all = sortedRows(source, loaded, request)
  const rows = all.slice(from, from + count)
  const features = table.features.slice(0, MOST_DIAGNOSTIC_COLUMNS)
  return {
    total: all.length,
    from,
    rows,
    ...(table.source && { fileRows: rows.map(({ row }) => table.source?.[row] ?? row) }),
    columns: features.map(({ name, kind }) => ({ name, kind })),
    cells: rows.map(({ row }) => features.map((column) => cellOf(column, row))),
  }
}

/** The same rows as CSV: row (from 1), actual, predicted, probability, wrong, of, fold, and every feature. */
export function diagnosticRowsCsv(source: CandidateSource, loaded: LoadedCandidate, request: RowsRequest): string {
  const { heldOut, table } = loaded
  const name = (value: number): string | number => heldOut.classes.at(value) ?? value
  const isRegression = heldOut.task === 'regression'
  const head = ['row', 'actual', 'predicted', ...(isRegression ? [] : ['probability', 'wrong', 'of']), 'fold']
  const lines = sortedRows(source, loaded, request).map(({ row, truth, predicted, probability, wrong, of, folds }) => {
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

function sortedRows(
  source: CandidateSource,
  { heldOut, table }: LoadedCandidate,
  request: RowsRequest,
): readonly RowPrediction[] {
  const { threshold } = settingsOf(source, request.threshold === undefined ? {} : { threshold: request.threshold })
  const all = diagnosticRows(heldOut, threshold, request.request)
  const rows = request.filter === undefined ? all : all.filter(rowFilter(request.filter, heldOut, table))
  if (!request.sort) return rows
  const sign = request.sort.direction === 'ascending' ? 1 : -1
  const { by } = request.sort
  const hardest = heldOut.task === 'regression' ? 'error' : 'wrong'
  const value = sortKey(table, by === 'hardest' ? hardest : by)
  return rows.toSorted((a, b) => sign * compare(value(a), value(b)) || a.row - b.row)
}

type SortBy = Exclude<NonNullable<RowsRequest['sort']>['by'], 'hardest'>

function sortKey({ features }: Table, by: SortBy): (row: RowPrediction) => number | string | null {
  if (typeof by === 'string') return by === 'wrong' ? ({ wrong, of }) => wrong / of : (row) => row[by] ?? null
  const column = features.find(({ name }) => name === by.column)
  return column ? ({ row }) => cellOf(column, row) : () => null
}

/** Missing values last. */
function compare(a: number | string | null, b: number | string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return a < b ? -1 : Number(a > b)
}
