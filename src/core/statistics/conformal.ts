/**
 * How far predictions of new rows may be off, from how far those of held-out rows were (cross-conformal prediction: Vovk 2015;
 * Barber, Candès, Ramdas and Tibshirani 2021).
 *
 * Every row was held out once, by a network that had not seen it: its score says how badly it was predicted. A new row is
 * worse than the share `level` of them with a chance of about `1 - level`, whatever the distribution, where rows are exchangeable.
 */

/** How far off a predicted number was. */
export function residualScore(truth: number, predicted: number): number {
  return Math.abs(truth - predicted)
}

/** How improbable the right class was; `probabilities` of all classes. */
export function classScore(label: number, probabilities: readonly number[]): number {
  return 1 - probabilities[label]
}

/**
 * The score that at least the share `level` of rows stays within: the ⌈(n + 1) level⌉-th smallest of n. Infinite where so few rows
 * cannot say.
 */
export function conformalQuantile(scores: ArrayLike<number>, level: number): number {
  const sorted = Float64Array.from(scores).sort()
  // A level of 0.9 is a little more than nine tenths in binary: it must not cost a row.
  const rank = Math.max(1, Math.ceil((sorted.length + 1) * level - 1e-9))
  return rank > sorted.length ? Infinity : sorted[rank - 1]
}

/** The interval of a predicted number. */
export function predictionInterval(predicted: number, quantile: number): readonly [low: number, high: number] {
  return [predicted - quantile, predicted + quantile]
}

/** The classes that are probable enough, by their codes: with a chance of about the level the right one is among them. */
export function predictionSet(probabilities: readonly number[], quantile: number): readonly number[] {
  return [...probabilities.keys()].filter((label) => classScore(label, probabilities) <= quantile)
}
