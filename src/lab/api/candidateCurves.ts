import type { CandidateCurves } from '../../contract/history.ts'
import type { CandidateState } from '../../core/run/runState.ts'
import { isDone } from '../../core/run/runState.ts'
import { seriesValues } from '../../core/run/series.ts'
import { strideFor } from './thinEvents.ts'

export interface CurveRequest {
  /** All unless given. */
  readonly metrics?: readonly string[]
  readonly folds?: boolean
}

/** Mean and spread of a candidate's folds, epoch by epoch over the folds that were still training, thinned for a screen. */
export function candidateCurves(
  id: string,
  candidate: CandidateState,
  { metrics, folds }: CurveRequest,
): CandidateCurves {
  const fits = [...candidate.fits.values()].filter((fit) => fit.key.outer === undefined && isDone(fit))
  const names = [...new Set(fits.flatMap(({ history }) => Object.keys(history)))]
  const longest = Math.max(0, ...fits.map(({ history }) => Math.max(0, ...Object.values(history).map((s) => s.length))))
  const stride = strideFor(longest)
  const indices = Array.from({ length: Math.ceil(longest / stride) }, (_, index) => index * stride)
  const wanted = names.filter((name) => metrics?.includes(name) ?? true)
  const ofFolds = Object.fromEntries(
    wanted.map((name) => [name, fits.map(({ history }) => (history[name] ? seriesValues(history[name]) : []))]),
  )
  return {
    id,
    name: candidate.name,
    epochs: indices.map((index) => index + 1),
    metrics: Object.fromEntries(wanted.map((name) => [name, spreadOf(ofFolds[name], indices)])),
    ...(folds === true && {
      folds: Object.fromEntries(wanted.map((name) => [name, ofFolds[name].map((values) => pick(values, indices))])),
    }),
  }
}

function spreadOf(
  folds: readonly (readonly number[])[],
  indices: readonly number[],
): { readonly mean: number[]; readonly std: number[] } {
  const mean: number[] = []
  const std: number[] = []
  for (const index of indices) {
    const values = folds.map((fold) => fold[index]).filter((value) => Number.isFinite(value))
    const average = values.reduce((sum, value) => sum + value, 0) / values.length
    const variance = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / values.length
    mean.push(average)
    std.push(Math.sqrt(variance))
  }
  return { mean, std }
}

/** Folds end at different epochs: a shorter one has fewer points. */
function pick(values: readonly number[], indices: readonly number[]): number[] {
  return indices.filter((index) => index < values.length).map((index) => values[index])
}
