import type { ValidationSettings } from './validationSettings.ts'
import type { Sides } from './split.ts'
import { checkFolds, checkRows } from './splitChecks.ts'

/**
 * Holds out consecutive stretches of rows, training on all rows before each (scikit-learn's `TimeSeriesSplit`).
 * Rows must be in order of time.
 *
 * @param gap rows left out between training and held-out rows.
 * @param testSize rows of each held-out stretch; as many as fit into `folds + 1` equal parts unless given.
 * @throws HoldoutError `split/bad-folds`, `split/too-few-rows`.
 */
export function timeSeries(
  count: number,
  folds: number,
  { gap = 0, testSize }: Pick<ValidationSettings, 'gap' | 'testSize'> = {},
): Sides[] {
  checkFolds(folds)
  checkRows(count, folds + 1, `${folds} stretches of time`)
  const size = testSize ?? Math.floor(count / (folds + 1))
  const needed = folds * size + gap + 1
  checkRows(count, needed, `${folds} stretches of ${size} rows${gap > 0 ? ` and a gap of ${gap}` : ''}`, 'testSize')
  return Array.from({ length: folds }, (_, fold) => {
    const start = count - (folds - fold) * size
    return { train: range(0, start - gap), test: range(start, start + size) }
  })
}

function range(from: number, to: number): Int32Array {
  return Int32Array.from({ length: to - from }, (_, i) => from + i)
}
