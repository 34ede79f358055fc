import { sortByValue } from './sortByValue.ts'
import { pearson } from './association.ts'

/** Spearman's correlation over the rows where neither is NaN; ties share their mean rank. `null` where either is constant. */
export function rankCorrelation(x: Float64Array, y: Float64Array): number | null {
  const isKept = x.map((value, row) => (Number.isNaN(value) || Number.isNaN(y[row]) ? 0 : 1))
  const kept = (values: Float64Array): Float64Array => values.filter((_, row) => isKept[row] === 1)
  return pearson(ranksOf(kept(x)), ranksOf(kept(y)))
}

/** Ranks from 1, equal values sharing the mean of theirs; NaN stays NaN. */
export function ranksOf(column: Float64Array): Float64Array {
  const { values, rows } = sortByValue(column)
  const ranks = new Float64Array(column.length).fill(NaN)
  for (let from = 0; from < values.length;) {
    let to = from + 1
    while (to < values.length && values[to] === values[from]) to += 1
    for (let at = from; at < to; at += 1) ranks[rows[at]] = (from + 1 + to) / 2
    from = to
  }
  return ranks
}
