import { mean, populationStd } from '../statistics/descriptive.ts'
import type { CandidateState, FitState } from './runState.ts'

/** A candidate's metric over its fits: final where all are scored, so far while some are training. */
export interface CandidateScore {
  /** One per fit in the order of {@link fitsInOrder}; `null` where it is undefined or diverged. */
  readonly folds: readonly (number | null)[]
  readonly mean: number | null
  /** Population standard deviation. */
  readonly std: number | null
  readonly isFinal: boolean
}

/** The score of a candidate by `metric`; of fits in training their newest value on held-out rows, where they record it. */
export function candidateScore(candidate: CandidateState, metric: string): CandidateScore {
  const fits = fitsInOrder(candidate)
  const folds = fits.map((fit) => fitScore(fit, metric))
  const values = folds.filter((value) => value !== null)
  const isFinal = candidate.status === 'done' && fits.every(({ status }) => status !== 'running')
  if (values.length === 0) return { folds, mean: null, std: null, isFinal }
  return { folds, mean: mean(values), std: populationStd(values), isFinal }
}

/** A fit's score, or its newest value on held-out rows while it trains. */
export function fitScore(fit: FitState, metric: string): number | null {
  if (fit.status === 'diverged') return null
  if (fit.scores) return fit.scores[metric] ?? null
  return newest(fit, heldOutName(metric))
}

/** Newest value of a fit's history; `null` where there is none. */
export function newest(fit: FitState, name: string): number | null {
  const length = fit.history[name]?.length ?? 0
  return length === 0 ? null : valueAt(fit, name, length - 1)
}

/** Value of a fit's history at a position; `null` where there is none. */
export function valueAt(fit: FitState, name: string, at: number): number | null {
  const series = fit.history[name]
  if (!series || at >= series.length) return null
  const value = series.buffer[at]
  return Number.isFinite(value) ? value : null
}

/** The name under which histories hold a metric on held-out rows: `accuracy` is `valAccuracy`. */
export function heldOutName(metric: string): string {
  return `val${metric.charAt(0).toUpperCase()}${metric.slice(1)}`
}

/** The fits that are scored, by repeat and fold: those of the outermost splits, or the inner ones while there are no others. */
export function fitsInOrder({ fits }: Pick<CandidateState, 'fits'>): readonly FitState[] {
  const all = [...fits.values()]
  const outer = all.filter(({ key }) => key.outer === undefined)
  const shown = outer.length > 0 ? outer : all
  return shown.sort(
    ({ key: a }, { key: b }) => (a.outer ?? 0) - (b.outer ?? 0) || a.repeat - b.repeat || a.fold - b.fold,
  )
}

/** The best value of a fit's history and where it stood (from 0); `null` where there is none. */
export function bestOf(
  fit: FitState,
  name: string,
  isGreaterBetter: boolean,
): { readonly value: number; readonly at: number } | null {
  const series = fit.history[name]
  let best: { value: number; at: number } | null = null
  for (let at = 0; at < (series?.length ?? 0); at += 1) {
    const value = series.buffer[at]
    if (Number.isFinite(value) && (best === null || (isGreaterBetter ? value > best.value : value < best.value)))
      best = { value, at }
  }
  return best
}
