import { oneVersusRest } from './heldOut.ts'
import type { HeldOut } from './heldOut.ts'

/** How the scores of a class are spread among its own rows and among all others. */
export interface ClassHistogram {
  readonly label: string
  /** Rows of the class in each bin, every row once: the mean over repeats. */
  readonly own: readonly number[]
  readonly others: readonly number[]
}

/** Histograms of predicted probabilities by truth, in bins of equal width from 0 to 1. */
export interface ScoreHistograms {
  readonly bins: number
  readonly classes: readonly ClassHistogram[]
}

/** Histograms of the positive class's scores, or of each class's. */
export function scoreHistograms(heldOut: HeldOut, bins: number): ScoreHistograms {
  const codes = heldOut.task === 'binary' ? [1] : heldOut.classes.map((_, code) => code)
  return {
    bins,
    classes: codes.map((code) => {
      const own = new Float64Array(bins)
      const others = new Float64Array(bins)
      for (const fit of heldOut.fits) {
        const { labels, scores } = oneVersusRest(fit, heldOut.width, code)
        scores.forEach((score, row) => {
          const bin = Math.min(bins - 1, Math.floor(score * bins))
          if (labels[row] === 1) own[bin] += 1
          else others[bin] += 1
        })
      }
      const perRepeat = (count: number): number => count / heldOut.repeats
      return { label: heldOut.classes[code], own: Array.from(own, perRepeat), others: Array.from(others, perRepeat) }
    }),
  }
}
