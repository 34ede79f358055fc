/** What scores depend on besides truth and predictions. */
export interface Scoring {
  /** Code of the class that precision, recall, F1 and average precision are about; 1 unless given. */
  readonly positive?: number
  /** Weight of each scored row, as scikit-learn's `sample_weight`; every row counts the same unless given. */
  readonly weights?: ArrayLike<number>
  /** Names of the scores that are asked for; those that take a ranking of the rows are left out where none of them is. */
  readonly only?: readonly string[]
}

/** Mean of values with every one counted by its weight; NaN where no row has a weight. */
export function weightedMean(values: readonly number[], weights: ArrayLike<number>): number {
  let [sum, total] = [0, 0]
  values.forEach((value, i) => {
    sum += value * weights[i]
    total += weights[i]
  })
  return sum / total
}
