import type { Metric } from '../metrics/metrics.ts'
import type { Truth } from '../metrics/scoreRows.ts'
import { KeyedStream, keyOf } from '../random/keyedStream.ts'
import { bootstrapCorrection } from '../statistics/bootstrapCorrection.ts'
import type { BootstrapEstimate } from '../statistics/bootstrapCorrection.ts'
import { tibshiraniCorrection } from '../statistics/tibshiraniCorrection.ts'
import { ranked } from './compareModels.ts'
import { rowScoresOf } from './rowScores.ts'
import type { ModelDocument, OptimismDocument } from './runDocument.ts'
import type { CandidateState } from './runState.ts'

/** Samples of the bootstrap where they can be had, and without which it says nothing. */
const MOST_SAMPLES = 1000
const LEAST_SAMPLES = 100
/** Additions that all samples together may take: about a second. */
const MOST_WORK = 4e8

/**
 * The bootstrap estimate of whatever candidate is chosen as best, from the out-of-fold predictions of a run. With pauses.
 * @returns `null` where there is nothing to choose from, or where it would take too long
 */
export function* bootstrapOptimism(
  candidates: readonly CandidateState[],
  truth: Truth,
  metric: Metric,
  seed: number,
): Generator<undefined, BootstrapEstimate | null> {
  const scores = rowScoresOf(candidates, truth, metric)
  if (!scores) return null
  const work = scores.rows * scores.candidates * scores.cost
  const samples = Math.min(MOST_SAMPLES, Math.floor(MOST_WORK / work))
  if (samples < LEAST_SAMPLES) return null
  return yield* bootstrapCorrection(scores, samples, new KeyedStream(keyOf(seed, 'optimism', metric.name)))
}

/** What choosing the best of several candidates costs; `undefined` where there is nothing to choose from. */
export function optimismDocument(
  models: readonly ModelDocument[],
  metric: Metric,
  bootstrap: BootstrapEstimate | undefined,
): OptimismDocument | undefined {
  const candidates = ranked(models, metric)
  if (candidates.length < 2) return undefined
  const folds = candidates.map(({ metrics }) => metrics[metric.name].folds)
  const whole = folds.flatMap((one) => {
    const scores = one.filter((score) => score !== null)
    return scores.length === folds[0].length ? [scores] : []
  })
  const correction = whole.length === folds.length ? tibshiraniCorrection(whole, metric.isGreaterBetter) : null
  const naive = candidates[0].metrics[metric.name].mean ?? NaN
  const biasOf = (corrected: number) => (metric.isGreaterBetter ? naive - corrected : corrected - naive)
  return {
    metric: metric.name,
    candidates: candidates.length,
    winner: candidates[0].name,
    naive,
    tibshirani: correction && { corrected: correction.corrected, bias: correction.bias },
    bootstrap: bootstrap ? { ...bootstrap, bias: biasOf(bootstrap.corrected) } : null,
  }
}
