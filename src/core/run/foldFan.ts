import type { FitState } from './runState.ts'

/** Fits of one candidate, epoch by epoch: their mean and spread. */
export interface FoldFan {
  /** One per fit that has values, in the order given. */
  readonly curves: readonly (readonly number[])[]
  /** Index of each curve's fit in what was given. */
  readonly fits: readonly number[]
  readonly mean: readonly number[]
  /** Population standard deviation. */
  readonly std: readonly number[]
}

/**
 * The fan of a metric over fits: curve of each, mean and standard deviation over those that have the epoch.
 *
 * An epoch counts as soon as every fit still in training has reached it, so that the newest point is no mean of a few;
 * fits that ended early (early stopping) leave it to the others. Diverged fits have curves and count in no mean.
 */
export function foldFan(fits: readonly FitState[], metric: string): FoldFan {
  const shown = fits.flatMap((fit, index) => {
    const series = fit.history[metric]
    return series && series.length > 0 ? [{ fit, index, series }] : []
  })
  const counted = shown.filter(({ fit }) => fit.status !== 'diverged')
  const epochs = commonEpochs(counted.map(({ fit, series }) => ({ fit, length: series.length })))
  const mean: number[] = []
  const std: number[] = []
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    let count = 0
    let sum = 0
    let squares = 0
    for (const { series } of counted) {
      if (epoch >= series.length) continue
      const value = series.buffer[epoch]
      if (!Number.isFinite(value)) continue
      count += 1
      const delta = value - sum
      sum += delta / count
      squares += delta * (value - sum)
    }
    mean.push(count === 0 ? NaN : sum)
    std.push(count === 0 ? NaN : Math.sqrt(squares / count))
  }
  return {
    curves: shown.map(({ series }) => series.buffer.slice(0, series.length)),
    fits: shown.map(({ index }) => index),
    mean,
    std,
  }
}

function commonEpochs(fits: readonly { readonly fit: FitState; readonly length: number }[]): number {
  const running = fits.filter(({ fit }) => fit.status === 'running')
  const from = running.length > 0 ? running : fits
  const lengths = from.map(({ length }) => length)
  if (lengths.length === 0) return 0
  return running.length > 0 ? Math.min(...lengths) : Math.max(...lengths)
}

/** Every `step`-th point, the last always among them, so that at most `most` are left. Positions count from 0. */
export function thinned(length: number, most: number): readonly number[] {
  const step = Math.max(1, Math.ceil(length / most))
  const positions: number[] = []
  for (let at = 0; at < length; at += step) positions.push(at)
  if (length > 0 && positions.at(-1) !== length - 1) positions.push(length - 1)
  return positions
}
