import type { FlatValidation } from './validationSpec.ts'
import { makeSplits } from './makeSplits.ts'
import type { Split, SplitRows } from './split.ts'

/**
 * Splits the training rows of an outer fold again (nested protocol): every index is a row number of the dataset,
 * and no held-out row of the outer fold is on any side.
 *
 * The same seed as outside, as scikit-learn users have it with `GridSearchCV` in `cross_validate`.
 * @throws HoldoutError of the family `split`.
 */
export function makeInnerSplits(
  validation: FlatValidation,
  rows: SplitRows,
  outerTrain: Int32Array,
  seed: number,
): Split[] {
  const toDataset = (indices: Int32Array): Int32Array => indices.map((i) => outerTrain[i])
  return makeSplits(validation, pickRows(rows, outerTrain), seed).map(({ repeat, fold, train, test }) => ({
    repeat,
    fold,
    train: toDataset(train),
    test: toDataset(test),
  }))
}

function pickRows({ labels, classes, groups, values, time, series, parts }: SplitRows, picked: Int32Array): SplitRows {
  const codesOf = (codes: Int32Array): Int32Array => picked.map((row) => codes[row])
  const numbersOf = (numbers: Float64Array): Float64Array => Float64Array.from(picked, (row) => numbers[row])
  return {
    count: picked.length,
    ...(labels && { labels: codesOf(labels) }),
    ...(classes && { classes }),
    ...(groups && { groups: codesOf(groups) }),
    ...(values && { values: numbersOf(values) }),
    ...(time && { time: numbersOf(time) }),
    ...(series && { series: codesOf(series) }),
    ...(parts && { parts: codesOf(parts) }),
  }
}
