import { HoldoutError } from '../../core/errors.ts'
import { drawsNoise } from '../../core/model/predict.ts'
import { makeSpreadPredictor } from '../../core/model/predictTable.ts'
import type { DropoutPasses } from '../../core/model/dropoutPasses.ts'
import type { TablePredictor } from '../../core/model/predictTable.ts'
import type { Predictions } from '../../core/model/predictions.ts'
import type { FeatureTable } from '../../core/preprocessing/transformRows.ts'
import type { OpenModel } from './openModel.ts'
import { predictedCode } from './predictedCode.ts'

/** What a model predicts for some rows of a table, in their order. @throws HoldoutError of the family `preprocessing` */
export function predictRows(
  { saved: { task, classes }, predict }: OpenModel,
  table: FeatureTable,
  rows: Int32Array,
): Predictions['values'] {
  const values = predict(table, rows)
  if (task !== 'multiclass') return Array.from(values)
  return Array.from(rows, (_, at) => [...values.subarray(at * classes.length, (at + 1) * classes.length)])
}

/**
 * The networks whose spread is asked for, ready to predict.
 * @throws HoldoutError `model/no-dropout` where all of them predict the same
 */
export function spreadPredictor({ trained }: OpenModel, request: DropoutPasses): TablePredictor {
  if (trained.members.length === 1 && !drawsNoise(trained.spec)) throw noDropout()
  return makeSpreadPredictor(trained, request)
}

/** How far each prediction spreads: of classes, the probability of the class that is predicted. `values` in the order of `rows`. */
export function spreadOfRows(
  { saved }: OpenModel,
  spread: TablePredictor,
  { table, rows, values }: { table: FeatureTable; rows: Int32Array; values: Predictions['values'] },
): Float64Array {
  const spreads = spread(table, rows)
  if (saved.task !== 'multiclass') return spreads
  return Float64Array.from(rows, (_, at) => spreads[at * saved.classes.length + predictedCode(saved, values[at])])
}

function noDropout(): HoldoutError {
  return new HoldoutError(
    'model/no-dropout',
    'Passes of this model are all the same: expected layers of dropout or noise, or an ensemble; received one network without them.',
    { hint: 'Leave out the passes, or train a model with dropout or with `finalModel: ensemble`.' },
  )
}
