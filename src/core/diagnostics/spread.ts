import { mean, populationStd } from '../statistics/descriptive.ts'

/** A value over folds: mean and population standard deviation, as everywhere in a run's results. */
export interface Spread {
  /** `null` where no fold has a value. */
  readonly mean: number | null
  readonly std: number | null
}

/** A value over folds, with the value of all held-out rows of the first repeat together. */
export interface PooledSpread extends Spread {
  readonly pooled: number | null
  /** One value per finished fit, by repeat and fold; `null` where it is undefined. */
  readonly byFold: readonly (number | null)[]
}

/** Mean and deviation over the folds that have a value. */
export function spreadOf(values: readonly (number | null)[]): Spread {
  const defined = values.filter((value) => value !== null)
  return defined.length === 0 ? { mean: null, std: null } : { mean: mean(defined), std: populationStd(defined) }
}

/** {@link spreadOf} with the pooled value beside it. */
export function pooledSpread(byFold: readonly (number | null)[], pooled: number | null): PooledSpread {
  return { ...spreadOf(byFold), pooled, byFold }
}
