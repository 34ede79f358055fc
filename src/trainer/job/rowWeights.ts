/** How much each row counts in the loss of a fit: class weights times the weight column. */
import type { Table } from '../../core/dataset/table.ts'
import type { ClassWeight } from '../../core/model/modelSpec.ts'
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

/** Weight of each class; `balanced` is scikit-learn's `rows / (classes * rows of the class)`, of classes with training rows. */
function classWeights(
  given: ClassWeight,
  labels: Int32Array,
  classes: readonly string[],
  train: Int32Array,
): readonly number[] {
  if (given !== 'balanced') return classes.map((label) => given[label] ?? 1)
  const counts = new Array<number>(classes.length).fill(0)
  for (const row of train) counts[labels[row]]++
  const present = counts.filter((count) => count > 0).length
  return counts.map((count) => (count === 0 ? 0 : train.length / (present * count)))
}
