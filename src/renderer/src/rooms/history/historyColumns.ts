import type { HistoryFieldInfo, HistoryRow, HistoryValue } from '../../../../contract/history.ts'
import type { MetricDocument } from '../../../../core/run/runDocument.ts'

/** Hyperparameters that are shown without having been asked for. */
const MOST_HYPERPARAMETERS = 3

interface SuggestedBy {
  readonly areDatasetsNamed?: boolean
  /** The score that a row is shown with; the one that ranks unless given. */
  readonly leadingOf?: (row: HistoryRow) => string
}

/**
 * The columns that the rows themselves suggest: what was swept, the scores that rank, size, time and state; the dataset
 * too, unless the heads of the groups name it.
 */
export function suggestedColumns(
  rows: readonly (HistoryRow | undefined)[],
  fields: readonly HistoryFieldInfo[],
  { areDatasetsNamed = false, leadingOf = ({ primaryMetric }) => primaryMetric }: SuggestedBy = {},
): string[] {
  const present = rows.filter((row) => row !== undefined)
  const isSwept = (field: string) =>
    present.some(({ hyperparameters }) => Object.hasOwn(hyperparameters, field.slice('hyperparameter.'.length)))
  const swept = fields
    .map(({ field }) => field)
    .filter((field) => field.startsWith('hyperparameter.') && isSwept(field))
  const metrics = [...new Set(present.map((row) => `metric.${leadingOf(row)}`))].slice(0, 2)
  const datasets = new Set(present.map(({ datasetName }) => datasetName))
  return [
    ...(datasets.size > 1 && !areDatasetsNamed ? ['dataset'] : []),
    ...swept.slice(0, MOST_HYPERPARAMETERS),
    ...metrics,
    'status',
    'seconds',
    'fits',
  ]
}

/** Columns that can be chosen: those of the fields that a row can show. */
export function possibleColumns(fields: readonly HistoryFieldInfo[]): string[] {
  const plain = [
    'dataset',
    'model',
    'task',
    'fits',
    'failed',
    'parameters',
    'seconds',
    'startedAt',
    'status',
    'tag',
    'note',
  ]
  const named = fields.map(({ field }) => field).filter((field) => /^(metric|hyperparameter)\./.test(field))
  return [...plain, ...named]
}

/** What a row has in a column; for a metric its mean over folds. */
export function cellValue(row: HistoryRow, column: string): HistoryValue {
  const metric = metricOf(row, column)
  if (metric !== undefined) return metric?.mean ?? null
  if (column.startsWith('hyperparameter.')) return row.hyperparameters[column.slice('hyperparameter.'.length)] ?? null
  switch (column) {
    case 'dataset':
      return row.datasetName
    case 'tag':
      return row.tags.join(', ')
    case 'name':
    case 'model':
    case 'task':
    case 'status':
    case 'startedAt':
    case 'note':
    case 'fits':
    case 'failed':
    case 'parameters':
    case 'seconds':
      return row[column]
    default:
      return null
  }
}

/** The metric of a column; `undefined` for a column that shows none, `null` where the row has no such metric. */
export function metricOf(row: HistoryRow, column: string): MetricDocument | null | undefined {
  if (!column.startsWith('metric.')) return undefined
  const name = column.slice('metric.'.length)
  return Object.hasOwn(row.metrics, name) ? row.metrics[name] : null
}

const NUMBERS = new Set(['fits', 'failed', 'parameters', 'seconds'])

/** Whether a column's values stand at the right. */
export function isNumberColumn(column: string, rows: readonly (HistoryRow | undefined)[]): boolean {
  if (column.startsWith('metric.') || NUMBERS.has(column)) return true
  if (!column.startsWith('hyperparameter.')) return false
  return rows.every((row) => !row || typeof (cellValue(row, column) ?? 0) === 'number')
}
