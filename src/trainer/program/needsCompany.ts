import type { LaneModel } from './laneModel.ts'

/** Multiplications of one lane's product up to which TensorFlow treats a batch of one product in a way of its own. */
const SMALL_PRODUCT = 128 * 128

/**
 * Whether a lane of `model` gives other bits alone than among others: TensorFlow's batched product takes another way for
 * a single small product (the heuristic of `LaunchBatchMatMul`). Such a lane is given company.
 *
 * @param places rows of a batch, training or looking
 */
export function needsCompany(model: LaneModel, places: readonly number[]): boolean {
  const kernels = model.variables.filter(({ rank }) => rank === 2)
  return kernels.some(({ rows, columns }) => places.some((batch) => batch * rows * columns <= SMALL_PRODUCT))
}
