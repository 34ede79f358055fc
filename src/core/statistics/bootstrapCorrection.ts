import type { RandomSource } from '../random/randomSource.ts'
import { mean } from './descriptive.ts'
import { quantileOf } from './quantileOf.ts'

/** Out-of-fold predictions of several candidates, seen as a score of any selection of rows. */
export interface RowScores {
  readonly candidates: number
  /** Rows that all candidates have predicted. */
  readonly rows: number
  /** Score of a candidate on these rows, some perhaps several times; NaN where it is undefined. */
  readonly score: (candidate: number, rows: Int32Array) => number
  readonly isGreaterBetter: boolean
}

/** The score of whatever is chosen, on rows that took no part in choosing. */
export interface BootstrapEstimate {
  readonly corrected: number
  /** 95 % of the samples lie between. */
  readonly interval: { readonly low: number; readonly high: number }
  /** Samples drawn. */
  readonly samples: number
}

/**
 * Bootstrap bias corrected cross-validation (Tsamardinos, Greasidou and Borboudakis 2018): rows are drawn with
 * replacement, the candidate that is best on them is scored on the rows that were not drawn. Nothing is trained again.
 * With a pause after each sample.
 * @returns `null` where no sample could be scored
 */
export function* bootstrapCorrection(
  { candidates, rows, score, isGreaterBetter }: RowScores,
  samples: number,
  random: RandomSource,
): Generator<undefined, BootstrapEstimate | null> {
  const sign = isGreaterBetter ? 1 : -1
  const estimates: number[] = []
  const drawn = new Int32Array(rows)
  for (let sample = 0; sample < samples; sample++) {
    const left = draw(drawn, random)
    const best = chosen(candidates, (candidate) => sign * score(candidate, drawn))
    const estimate = left.length === 0 || best < 0 ? NaN : score(best, left)
    if (!Number.isNaN(estimate)) estimates.push(estimate)
    yield
  }
  if (estimates.length === 0) return null
  const sorted = Float64Array.from(estimates).sort()
  const interval = { low: quantileOf(sorted, 0.025), high: quantileOf(sorted, 0.975) }
  return { corrected: mean(estimates), interval, samples: estimates.length }
}

/** Fills `drawn` with rows drawn with replacement; returns the rows that were not drawn. */
function draw(drawn: Int32Array, random: RandomSource): Int32Array {
  const isDrawn = new Uint8Array(drawn.length)
  for (let i = 0; i < drawn.length; i++) {
    const row = random.interval(drawn.length - 1)
    drawn[i] = row
    isDrawn[row] = 1
  }
  const left = new Int32Array(drawn.length)
  let count = 0
  for (let row = 0; row < drawn.length; row++) if (isDrawn[row] === 0) left[count++] = row
  return left.subarray(0, count)
}

/** The first candidate with the greatest worth; -1 where none has any. */
function chosen(candidates: number, worth: (candidate: number) => number): number {
  let best = -1
  let most = -Infinity
  for (let candidate = 0; candidate < candidates; candidate++) {
    const value = worth(candidate)
    if (value > most) {
      most = value
      best = candidate
    }
  }
  return best
}
