import type { Truth } from '../metrics/scoreRows.ts'
import { mean } from '../statistics/descriptive.ts'
import type { Predictions } from '../model/predictions.ts'

/** Predictions that spread less than this share of what they should predict are called constant. */
const LEAST_SPREAD = 0.01

/** Whether held-out predictions are (nearly) the same for every row, while the truth is not: one class, or one value. */
export function predictsConstant({ task, labels, values }: Truth, { rows, values: predicted }: Predictions): boolean {
  if (task === 'regression') {
    const spread = rootMeanSquare(rows.map((row) => values?.[row] ?? NaN))
    return spread > 0 && rootMeanSquare(predicted as readonly number[]) < LEAST_SPREAD * spread
  }
  if (new Set(rows.map((row) => labels?.[row])).size < 2) return false
  const called = new Set(predicted.map((one) => (typeof one === 'number' ? one > 0.5 : one.indexOf(Math.max(...one)))))
  return called.size === 1
}

/** Of the distances from the mean. */
function rootMeanSquare(values: readonly number[]): number {
  const center = mean(values)
  return Math.sqrt(mean(values.map((value) => (value - center) ** 2)))
}
