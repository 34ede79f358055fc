import { classPredictions } from './referenceFold.ts'
import type { ReferenceFold, ReferencePredictions } from './referenceFold.ts'

/**
 * What can be predicted without looking at a feature: the share of each class (scikit-learn's
 * `DummyClassifier(strategy="prior")`), or the mean (`DummyRegressor`).
 * @param options.isTimeSeries rows are in order of time: the value of the last training row stands in for the mean.
 */
export function predictDummy(
  { target, weights, test }: Pick<ReferenceFold, 'target' | 'weights' | 'test'>,
  { isTimeSeries }: { readonly isTimeSeries: boolean },
): ReferencePredictions {
  const { rows } = test
  if (target.kind === 'classes') {
    const shares = classShares(target.labels, target.classes, weights)
    return classPredictions(
      Array.from({ length: rows }, () => shares),
      target,
    )
  }
  const { values } = target
  const value = isTimeSeries ? values[values.length - 1] : weightedMean(values, weights)
  return Array.from({ length: rows }, () => value)
}

/** Share of each class among weighted rows. */
function classShares(labels: Int32Array, classes: number, weights: Float64Array | undefined): readonly number[] {
  const shares = new Array<number>(classes).fill(0)
  let total = 0
  for (let row = 0; row < labels.length; row++) {
    const weight = weights ? weights[row] : 1
    shares[labels[row]] += weight
    total += weight
  }
  return shares.map((share) => share / total)
}

/** Mean of weighted values. */
export function weightedMean(values: Float64Array, weights: Float64Array | undefined): number {
  let sum = 0
  let total = 0
  for (let row = 0; row < values.length; row++) {
    const weight = weights ? weights[row] : 1
    sum += weight * values[row]
    total += weight
  }
  return sum / total
}
