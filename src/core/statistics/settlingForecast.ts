import { keyedNormals } from '../random/keyedDraws.ts'
import { keyOf } from '../random/keyedStream.ts'
import { mean, sampleStd } from './descriptive.ts'
import { foldDifferences } from './foldDifferences.ts'
import { tQuantile, tSurvival } from './tDistribution.ts'
import type { Comparison } from './verdict.ts'
import { SURE } from './verdict.ts'

/** What is to be expected of further repeats. */
export interface SettlingForecast {
  /** Chance that some number of repeats up to `most`, in all, settles it. */
  readonly chance: number
  /** Repeats in all that settle it in 8 of 10 of the cases in which any do; `null` where none does. */
  readonly range: { readonly low: number; readonly high: number } | null
  readonly most: number
}

/** A comparison with the repeat that each fold belongs to. */
export interface RepeatedComparison extends Comparison {
  readonly repeatOf: readonly number[]
}

/** Futures that are drawn. */
const FUTURES = 240
/** So many repeats are followed one by one, further ones in steps. */
const FOLLOWED_SINGLY = 20
const STEP = 5
/** Shares of the folds' variance that the means of repeats may vary with, as if folds were independent: u³ for even u, so mostly small. */
const SHARES = Array.from({ length: 20 }, (_, i) => ((i + 1) / 20) ** 3)

/**
 * What further repeats of the folds would bring, from the posterior predictive: how far the folds vary, how far whole repeats
 * do (less than independent folds, for they hold out the same rows) and where their mean lies are all uncertain and drawn, each
 * future is followed repeat by repeat, and the verdict is asked after each. `null` for fewer than two folds, and where the
 * differences do not vary.
 *
 * Calibrated by simulation (docs/statistics.md).
 */
export function settlingForecast(comparison: RepeatedComparison, most = 100): SettlingForecast | null {
  const times = settlingTimes(comparison, most)
  if (!times) return null
  const settled = times.filter((time) => Number.isFinite(time))
  const at = (share: number) => settled[Math.min(settled.length - 1, Math.floor(share * settled.length))]
  return {
    chance: settled.length / times.length,
    range: settled.length === 0 ? null : { low: at(0.1), high: at(0.9) },
    most,
  }
}

/** The number of repeats that settles each of the drawn futures, ascending; infinite where none up to `most` does. */
export function settlingTimes(comparison: RepeatedComparison, most: number): number[] | null {
  const { first, second, testTrainRatio, repeatOf, zone } = comparison
  const seen = foldDifferences(first, second, testTrainRatio)
  if (!seen || seen.std === 0) return null
  const repeats = new Set(repeatOf).size
  const differences = first.map((score, i) => score - second[i])
  const state: Seen = {
    folds: seen.folds,
    repeats,
    perRepeat: seen.folds / repeats,
    mean: seen.mean,
    squares: (seen.folds - 1) * seen.std ** 2,
    shares: shareWeights(differences, repeatOf, seen.std ** 2),
  }
  const rule = { testTrainRatio, zone, most }
  return Array.from({ length: FUTURES }, (_, future) => followFuture(state, rule, future)).sort((a, b) => a - b)
}

interface Seen {
  readonly folds: number
  readonly repeats: number
  readonly perRepeat: number
  readonly mean: number
  /** Sum of squared deviations from the mean. */
  readonly squares: number
  /** Cumulative weights of `SHARES`. */
  readonly shares: readonly number[]
}

interface Rule {
  readonly testTrainRatio: number
  readonly zone: number
  readonly most: number
}

/** How likely each share is, given how far the repeats seen differ; of one repeat all are as likely. Cumulative, ending in 1. */
function shareWeights(
  differences: readonly number[],
  repeatOf: readonly number[],
  variance: number,
): readonly number[] {
  const byRepeat = Map.groupBy(differences.keys(), (i) => repeatOf[i])
  const means = [...byRepeat.values()].map((indices) => mean(indices.map((i) => differences[i])))
  const degrees = means.length - 1
  const spread = degrees === 0 ? 0 : (sampleStd(means) ** 2 * differences.length) / means.length / variance
  const logs = SHARES.map((share) => -0.5 * degrees * (Math.log(share) + spread / share))
  const top = Math.max(...logs)
  const weights = logs.map((log) => Math.exp(log - top))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let sum = 0
  return weights.map((weight) => (sum += weight / total))
}

function followFuture(seen: Seen, { testTrainRatio, zone, most }: Rule, future: number): number {
  const { perRepeat } = seen
  const steps = stepsTo(most, seen.repeats)
  const draws = keyedNormals(keyOf(0, 'settling', future), 2 + 2 * steps.length)
  const place = (future * 0.6180339887498949) % 1
  const share = SHARES[seen.shares.findIndex((sum) => place < sum)] ?? 1
  const variance = seen.squares / chiSquare(seen.folds - 1, draws[0])
  const repeatStd = Math.sqrt((share * variance) / perRepeat)
  const limit = seen.mean + (repeatStd / Math.sqrt(seen.repeats)) * draws[1]
  let { folds, mean: center, squares } = seen
  for (const [i, { repeats, step }] of steps.entries()) {
    const added = step * perRepeat
    const ofStep = limit + (repeatStd / Math.sqrt(step)) * draws[2 + 2 * i]
    const between = (folds * added) / (folds + added)
    squares += variance * chiSquare(added - 1, draws[3 + 2 * i]) + between * (ofStep - center) ** 2
    center += ((ofStep - center) * added) / (folds + added)
    folds += added
    const standardError = Math.sqrt((squares / (folds - 1)) * (1 / folds + testTrainRatio))
    if (isSettled(Math.abs(center), standardError, Math.round(folds) - 1, zone)) return repeats
  }
  return Infinity
}

/** Numbers of repeats at which the verdict is asked, each with how many more it is than before. */
function stepsTo(most: number, from: number): { readonly repeats: number; readonly step: number }[] {
  const steps: { repeats: number; step: number }[] = []
  for (let repeats = from; repeats < most;) {
    const step = Math.min(most - repeats, repeats < FOLLOWED_SINGLY ? 1 : STEP)
    repeats += step
    steps.push({ repeats, step })
  }
  return steps
}

/** Whether the verdict is sure, that one is better or that both are the same. */
function isSettled(difference: number, standardError: number, df: number, zone: number): boolean {
  const { oneSided, twoSided } = sureQuantiles(df)
  const reach = oneSided * standardError
  if (difference - zone >= reach) return difference > twoSided * standardError
  if (zone - difference < reach) return false
  const above = tSurvival((zone - difference) / standardError, df)
  return 1 - above - tSurvival((zone + difference) / standardError, df) >= SURE
}

interface SureQuantiles {
  /** Of the chance that one is better. */
  readonly oneSided: number
  /** Of the test for any difference. */
  readonly twoSided: number
}

const quantiles = new Map<number, SureQuantiles>()

function sureQuantiles(df: number): SureQuantiles {
  const known = quantiles.get(df)
  if (known !== undefined) return known
  const found = { oneSided: tQuantile(SURE, df), twoSided: tQuantile((1 + SURE) / 2, df) }
  quantiles.set(df, found)
  return found
}

/** A draw of chi-square from a standard normal one (Wilson and Hilferty 1931). */
function chiSquare(df: number, normal: number): number {
  const spread = 2 / (9 * df)
  return df * Math.max(0.01, 1 - spread + normal * Math.sqrt(spread)) ** 3
}
