import type { Table, TableColumn } from '../../../core/dataset/table.ts'
import { encodeTarget } from '../../../core/preprocessing/encodeTarget.ts'
import type { EncodedTarget } from '../../../core/preprocessing/encodeTarget.ts'
import type { FitKey } from '../../../core/run/runEvent.ts'
import type { Predictions } from '../../../core/model/predictions.ts'
import type { RunState } from '../../../core/run/runState.ts'
import type { Task } from '../../../core/dataset/table.ts'
import { csvLine } from '../../../core/csv/csvWriter.ts'

const LINES_A_PART = 2000

/** The text of {@link predictionParts}, with a pause after every part. */
export function* predictionsCsv(state: RunState, table: Table, task: Task): Generator<undefined, string> {
  const parts: string[] = []
  for (const part of predictionParts(state, table, task)) {
    parts.push(part)
    yield
  }
  return parts.join('')
}

/**
 * Held-out predictions of every finished fit, one line per row: model, repeat, fold, row of the file (all from 1), the columns that
 * name rows, the actual value, the prediction and for classes the probability of each. In parts of a few thousand lines: of millions
 * of rows the text takes hundreds of megabytes.
 */
export function* predictionParts(state: RunState, table: Table, task: Task): Generator<string, void> {
  const target = encodeTarget(table, task)
  const { ids = [], source } = table
  const about = { target, ids, ...(source && { source }) }
  yield `${csvLine(header(target, ids))}\n`
  for (const { name, fits } of state.candidates) {
    for (const { key, predictions } of fits.values()) {
      if (key.outer !== undefined || !predictions) continue
      for (let from = 0; from < predictions.rows.length; from += LINES_A_PART) {
        yield someLines(name, key, predictions, about, from)
      }
    }
  }
}

function header({ task, classes }: EncodedTarget, ids: readonly TableColumn[]): string[] {
  const probabilities = task === 'regression' ? [] : classes.map((label) => `P(${label})`)
  return ['model', 'repeat', 'fold', 'row', ...ids.map(({ name }) => name), 'actual', 'predicted', ...probabilities]
}

interface About extends Pick<Table, 'source'> {
  readonly target: EncodedTarget
  readonly ids: readonly TableColumn[]
}

function idOf(column: TableColumn, row: number): string | number | null {
  if (column.kind === 'category') return column.codes[row] < 0 ? null : column.levels[column.codes[row]]
  return Number.isNaN(column.values[row]) ? null : column.values[row]
}

function someLines(
  name: string,
  { repeat, fold }: FitKey,
  { rows, values }: Predictions,
  { target, ids, source }: About,
  from: number,
): string {
  const lines = rows.slice(from, from + LINES_A_PART).map((row, index) => {
    const cells = actualAndPredicted(row, values[from + index], target)
    return `${csvLine([name, repeat + 1, fold + 1, (source?.[row] ?? row) + 1, ...ids.map((id) => idOf(id, row)), ...cells])}\n`
  })
  return lines.join('')
}

function actualAndPredicted(
  row: number,
  value: Predictions['values'][number],
  { task, classes, labels, values }: EncodedTarget,
): (string | number)[] {
  if (task === 'regression' || !labels) return [values?.[row] ?? NaN, value as number]
  const probabilities = typeof value === 'number' ? [1 - value, value] : value
  return [classes[labels[row]], classes[likeliest(probabilities)], ...probabilities]
}

/** The first of the largest, so that 0.5 against 0.5 is the first class, as in scoring. */
function likeliest(probabilities: readonly number[]): number {
  return probabilities.indexOf(Math.max(...probabilities))
}
