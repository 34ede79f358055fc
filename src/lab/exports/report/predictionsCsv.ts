import type { Table } from '../../../core/dataset/table.ts'
import { encodeTarget } from '../../../core/preprocessing/encodeTarget.ts'
import type { EncodedTarget } from '../../../core/preprocessing/encodeTarget.ts'
import type { FitKey } from '../../../core/run/runEvent.ts'
import type { Predictions } from '../../../core/model/predictions.ts'
import type { RunState } from '../../../core/run/runState.ts'
import type { Task } from '../../../core/dataset/table.ts'
import { csvLine } from '../../../core/csv/csvWriter.ts'

const LINES_A_STEP = 2000

/**
 * Held-out predictions of every finished fit, one line per row: model, repeat, fold, row (all from 1), the actual
 * value, the prediction and for classes the probability of each. With a pause after every few thousand lines.
 */
export function* predictionsCsv(state: RunState, table: Table, task: Task): Generator<undefined, string> {
  const target = encodeTarget(table, task)
  const parts = [`${csvLine(header(target))}\n`]
  for (const { name, fits } of state.candidates) {
    for (const { key, predictions } of fits.values()) {
      if (key.outer !== undefined || !predictions) continue
      for (let from = 0; from < predictions.rows.length; from += LINES_A_STEP) {
        parts.push(someLines(name, key, predictions, target, from))
        yield
      }
    }
  }
  return parts.join('')
}

function header({ task, classes }: EncodedTarget): string[] {
  const probabilities = task === 'regression' ? [] : classes.map((label) => `P(${label})`)
  return ['model', 'repeat', 'fold', 'row', 'actual', 'predicted', ...probabilities]
}

function someLines(
  name: string,
  { repeat, fold }: FitKey,
  { rows, values }: Predictions,
  target: EncodedTarget,
  from: number,
): string {
  const lines = rows.slice(from, from + LINES_A_STEP).map((row, index) => {
    const cells = actualAndPredicted(row, values[from + index], target)
    return `${csvLine([name, repeat + 1, fold + 1, row + 1, ...cells])}\n`
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
