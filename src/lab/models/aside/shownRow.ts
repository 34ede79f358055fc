import type { ShownRow } from '../../../contract/predictions.ts'
import type { SavedModel } from '../../../core/model/savedModel.ts'
import { predictedCode } from '../predictedCode.ts'
import type { PredictedRange } from '../predictedRange.ts'
import type { PredictedRow } from '../predictedRow.ts'

/** A predicted row as it is shown; `row` from 1. */
export function shownRow(
  model: SavedModel,
  { line, value, spread, actual, copied, problem, notices = [] }: PredictedRow,
  row: number,
  range?: PredictedRange,
): ShownRow {
  return {
    row,
    line,
    copied,
    notices,
    ...(actual !== undefined && { actual }),
    ...(problem !== undefined && { problem }),
    ...(spread !== undefined && { spread }),
    ...(value !== undefined && { ...predictedOf(model, value), ...(range && { range: range.cells(value) }) }),
  }
}

function predictedOf(
  model: SavedModel,
  value: number | readonly number[],
): Pick<ShownRow, 'predicted' | 'probabilities'> {
  if (model.task === 'regression') return { predicted: value as number }
  const probabilities = typeof value === 'number' ? [1 - value, value] : value
  return { predicted: model.classes[predictedCode(model, value)], probabilities }
}
