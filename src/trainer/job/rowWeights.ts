/** How much each row counts in the loss of a fit: class weights times the weight column. */
import type { Table } from '../../core/dataset/table.ts'
import { classWeights } from '../../core/model/classWeights.ts'
import type { FitPlan } from '../group/fitPlan.ts'
import type { EncodedTarget } from '../../core/preprocessing/encodeTarget.ts'

/** Whether any fit of the job has weighted rows. */
export function hasRowWeights(table: Table, fit: FitPlan): boolean {
  return table.weights !== undefined || fit.candidate.spec.training.classWeight !== undefined
}

/** Weight of every dataset row in the loss of `fit`; class weights are counted on its training rows only. */
export function rowWeightsOf(table: Table, target: EncodedTarget, fit: FitPlan): Float32Array | undefined {
  if (!hasRowWeights(table, fit)) return undefined
  const { classWeight } = fit.candidate.spec.training
  const { labels } = target
  const perClass = classWeight && labels ? classWeights(classWeight, labels, target.classes, fit.train) : undefined
  return Float32Array.from(
    { length: table.rows },
    (_, row) => (table.weights?.[row] ?? 1) * (perClass?.[labels?.[row] ?? 0] ?? 1),
  )
}
