import { MOST_DIAGNOSTIC_COLUMNS, MOST_DIAGNOSTIC_ROWS } from '../../contract/diagnosisLimits.ts'
import type { DiagnosticRowPage, DiagnosticRowsRequest } from '../../contract/diagnostics.ts'
import { csvLine } from '../../core/csv/csvWriter.ts'
import type { Table } from '../../core/dataset/table.ts'
import { findRows, foldNames } from '../../core/diagnostics/diagnosticRows.ts'
import type { FoundRows } from '../../core/diagnostics/diagnosticRows.ts'
import type { CandidateSource } from './candidateSource.ts'
import { settingsOf } from './diagnoseCandidate.ts'
import type { LoadedCandidate } from './loadedCandidate.ts'
import { cellsOf, rowFilter } from './rowFilter.ts'

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
  const dates = datesOf(loaded)
  const numbers = rows.map(({ row }) => row)
  const columns = features.map((column) => cellsOf(column, numbers, dates))
  return {
    total: all.length,
    from,
    rows,
    ...(table.source && { fileRows: rows.map(({ row }) => table.source?.[row] ?? row) }),
    columns: features.map(({ name, kind }) => ({ name, kind: dates.has(name) ? 'date' : kind })),
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
  const rows = sortedRows(found, loaded, request)
  const dates = datesOf(loaded)
  const lines = inBlocks(rows, (some) => {
    const predictions = Array.from(some, found.prediction)
    const numbers = predictions.map(({ row }) => row)
    const columns = table.features.map((column) => cellsOf(column, numbers, dates))
    return predictions.map(({ row, truth, predicted, probability, wrong, of, folds }, i) => {
      const judged = isRegression ? [truth, predicted] : [name(truth), name(predicted), probability ?? '', wrong, of]
      const cells = columns.map((column) => column[i] ?? '')
      return csvLine([(table.source?.[row] ?? row) + 1, ...judged, foldNames(folds), ...cells])
    })
  })
  return `${[csvLine([...head, ...table.features.map((column) => column.name)]), ...lines].join('\n')}\n`
}

function datesOf({ facts }: LoadedCandidate): ReadonlySet<string> {
  return new Set(facts?.dateColumns)
}

/** Rows of which all columns are held at once. */
const BLOCK_ROWS = 1 << 17

/** What `work` makes of rows, some at a time: they are looked at column by column, for not all columns of a large table are in memory. */
function inBlocks<Made>(rows: FoundRows['rows'], work: (rows: FoundRows['rows']) => readonly Made[]): readonly Made[] {
  const made: (readonly Made[])[] = []
  for (let from = 0; from < rows.length; from += BLOCK_ROWS) made.push(work(rows.subarray(from, from + BLOCK_ROWS)))
  return made.flat()
}

function foundRows(source: CandidateSource, { heldOut }: LoadedCandidate, request: RowsRequest): FoundRows {
  const { threshold } = settingsOf(source, request.threshold === undefined ? {} : { threshold: request.threshold })
  return findRows(heldOut, threshold, request.request)
}

/** Numbers of the rows that pass the filter, in the order asked for. */
function sortedRows(found: FoundRows, loaded: LoadedCandidate, { filter, sort }: RowsRequest): FoundRows['rows'] {
  const { heldOut, table } = loaded
  const isMeant = filter === undefined ? undefined : rowFilter(filter, heldOut, table, datesOf(loaded))
  const rows = isMeant ? meantRows(found, isMeant) : found.rows
  if (!sort) return rows
  const sign = sort.direction === 'ascending' ? 1 : -1
  const hardest = heldOut.task === 'regression' ? 'error' : 'wrong'
  // Once for each row: making one is more work than comparing two.
  const keys = sortKeys(rows, found, table, sort.by === 'hardest' ? hardest : sort.by)
  const places = Array.from(rows.keys())
  places.sort((a, b) => sign * compare(keys[a], keys[b]) || rows[a] - rows[b])
  return Int32Array.from(places, (place) => rows[place])
}

function meantRows({ rows, prediction }: FoundRows, isMeant: ReturnType<typeof rowFilter>): FoundRows['rows'] {
  const meant = inBlocks(rows, (some) => isMeant(Array.from(some, prediction)))
  return rows.filter((_, i) => meant[i])
}

type SortBy = Exclude<NonNullable<RowsRequest['sort']>['by'], 'hardest'>

function sortKeys(
  rows: FoundRows['rows'],
  { wrongShare, prediction }: FoundRows,
  { features }: Table,
  by: SortBy,
): readonly (number | string | null)[] {
  if (by === 'row') return Array.from(rows)
  if (by === 'wrong') return Array.from(rows, wrongShare)
  if (typeof by === 'string') return Array.from(rows, (row) => prediction(row)[by] ?? null)
  const column = features.find(({ name }) => name === by.column)
  return column ? cellsOf(column, Array.from(rows)) : Array.from(rows, () => null)
}

/** Missing values last. */
function compare(a: number | string | null, b: number | string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return a < b ? -1 : Number(a > b)
}
