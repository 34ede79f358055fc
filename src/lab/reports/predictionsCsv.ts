import type { Table } from '../../core/dataset/table.ts'
import { encodeTarget } from '../../core/preprocessing/encodeTarget.ts'
import type { EncodedTarget } from '../../core/preprocessing/encodeTarget.ts'
import type { Predictions } from '../../core/run/runEvent.ts'
import type { FitState, RunState } from '../../core/run/runState.ts'
import type { Task } from '../../core/dataset/table.ts'
import { writeCsv } from '../../core/dataset/csvWriter.ts'

/**
 * Held-out predictions of every finished fit, one line per row: model, repeat, fold, row (all from 1), the actual
 * value, the prediction and for classes the probability of each.
 */
export function predictionsCsv(state: RunState, table: Table, task: Task): string {
  const target = encodeTarget(table, task)
  const lines: (readonly (string | number)[])[] = []
  for (const { name, fits } of state.candidates) {
    for (const fit of fits.values()) {
      if (fit.key.outer === undefined) lines.push(...fitLines(name, fit, target))
    }
  }
  return writeCsv(header(target), lines)
}

function header({ task, classes }: EncodedTarget): string[] {
  const probabilities = task === 'regression' ? [] : classes.map((label) => `P(${label})`)
  return ['model', 'repeat', 'fold', 'row', 'actual', 'predicted', ...probabilities]
}

function fitLines(
  name: string,
  { key, predictions }: FitState,
  target: EncodedTarget,
): (readonly (string | number)[])[] {
  if (!predictions) return []
  return predictions.rows.map((row, index) => [
    name,
    key.repeat + 1,
    key.fold + 1,
    row + 1,
    ...actualAndPredicted(row, predictions.values[index], target),
  ])
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
