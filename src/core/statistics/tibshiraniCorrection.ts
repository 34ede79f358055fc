import { mean } from './descriptive.ts'

/** What choosing the best of several candidates does to its score. */
export interface Correction {
  /** Index of the candidate with the best mean. */
  readonly winner: number
  /** Its mean. */
  readonly naive: number
  /** How much better the mean is than it should be; at least 0. */
  readonly bias: number
  /** The mean without that. */
  readonly corrected: number
}

/**
 * The correction of Tibshirani and Tibshirani (2009) for the best of several cross-validated candidates: the mean, over
 * folds, of how much the best candidate of that fold is ahead of the winner there. On small folds it takes away too much.
 * @param scores `[candidate][fold]`
 * @returns `null` for fewer than two candidates or folds
 */
export function tibshiraniCorrection(
  scores: readonly (readonly number[])[],
  isGreaterBetter: boolean,
): Correction | null {
  if (scores.length < 2 || scores[0].length < 2) return null
  const sign = isGreaterBetter ? 1 : -1
  const means = scores.map((folds) => mean(folds))
  const winner = bestOf(means, sign)
  const ahead = scores[winner].map(
    (score, fold) => Math.max(...scores.map((folds) => sign * folds[fold])) - sign * score,
  )
  const bias = mean(ahead)
  return { winner, naive: means[winner], bias, corrected: means[winner] - sign * bias }
}

/** The first of the best. */
function bestOf(values: readonly number[], sign: number): number {
  let best = 0
  for (let i = 1; i < values.length; i++) if (sign * values[i] > sign * values[best]) best = i
  return best
}
