import type { Sides } from './split.ts'
import { checkFolds, checkRows } from './splitChecks.ts'

/**
 * Holds out consecutive stretches of rows, training on all rows before each (scikit-learn's `TimeSeriesSplit`).
 * Rows must be in order of time.
 *
 * @throws HoldoutError `split/bad-folds`, `split/too-few-rows`.
 */
export function timeSeries(count: number, folds: number): Sides[] {
  checkFolds(folds)
  checkRows(count, folds + 1, `${folds} stretches of time`)
  const size = Math.floor(count / (folds + 1))
  return Array.from({ length: folds }, (_, fold) => {
    const start = count - (folds - fold) * size
    return { train: range(0, start), test: range(start, start + size) }
  })
}

function range(from: number, to: number): Int32Array {
  return Int32Array.from({ length: to - from }, (_, i) => from + i)
}
