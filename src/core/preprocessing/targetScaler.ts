import { standardScaling } from './columnStatistics.ts'

/** How a regression target is scaled in a fold: `(value - mean) / scale`. */
export interface TargetScale {
  readonly mean: number
  readonly scale: number
}

/** Mean and population standard deviation of the target over the training rows; scale 1 where all are equal. */
export function fitTargetScaler(values: Float64Array, trainRows: Int32Array): TargetScale {
  const { center, scale } = standardScaling(Float64Array.from(trainRows, (row) => values[row]))
  return { mean: center, scale }
}
