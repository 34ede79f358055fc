import type { FeatureTable } from '../preprocessing/transformRows.ts'
import { transformRows } from '../preprocessing/transformRows.ts'
import { makePredictor } from './predict.ts'
import { predictionValues } from './predictionValues.ts'
import type { TrainedModel } from './trainedModel.ts'

/**
 * What a model predicts for rows of a table, `[rows, columns]`: P(second class), a probability per class, or the value in
 * the target's unit. Of several members it is the mean.
 * @throws HoldoutError of the families `preprocessing` and `model`.
 */
export function predictTable(model: TrainedModel, table: FeatureTable, rows: Int32Array): Float64Array {
  const predictions = model.members.map((member) => {
    const { matrix } = transformRows(member.preprocessing, table, rows)
    const outputs = makePredictor({ spec: model.spec, ...member })(matrix)
    return predictionValues({ ...model, targetScale: member.targetScale }, outputs).flat()
  })
  const [first] = predictions
  return Float64Array.from(
    first,
    (_, i) => predictions.reduce((sum, values) => sum + values[i], 0) / predictions.length,
  )
}
