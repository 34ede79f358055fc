import { predictionValues } from '../../core/model/predictionValues.ts'
import type { Predictions } from '../../core/model/predictions.ts'
import { transformRows } from '../../core/preprocessing/transformRows.ts'
import type { FeatureTable } from '../../core/preprocessing/transformRows.ts'
import type { OpenModel } from './openModel.ts'

/** What a model predicts for some rows of a table, in their order. @throws HoldoutError of the family `preprocessing` */
export function predictRows(
  { saved, predict }: OpenModel,
  table: FeatureTable,
  rows: Int32Array,
): Predictions['values'] {
  return predictionValues(saved, predict(transformRows(saved.preprocessing, table, rows).matrix))
}
