import { correctedInterval } from './correctedInterval.ts'
import type { MetricDocument } from './runDocument.ts'
import type { FoldPreparation, Scores } from './runEvent.ts'

/** What a metric is averaged over: a finished fit has scores, a diverged one none. */
interface ScoredFit {
  readonly scores?: Scores
  readonly preparation?: FoldPreparation
}

/** Every metric of these fits, averaged over those that finished. */
export function metricDocuments(fits: readonly ScoredFit[]): Record<string, MetricDocument> {
  const finished = fits.filter(({ scores }) => scores !== undefined)
  const names = new Set(finished.flatMap(({ scores }) => Object.keys(scores ?? {})))
  const ratio = testTrainRatio(finished)
  return Object.fromEntries(
    [...names].map((name) => [
      name,
      metricDocument(
        finished.map(({ scores }) => scores?.[name] ?? null),
        ratio,
      ),
    ]),
  )
}

/** Mean and deviations of one metric over folds. */
export function metricDocument(folds: readonly (number | null)[], ratio: number | undefined): MetricDocument {
  const values = folds.filter((value) => value !== null)
  if (values.length === 0) return { mean: null, std: null, sampleStd: null, interval: null, folds }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return {
    mean,
    std: Math.sqrt(squares / values.length),
    sampleStd: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : null,
    interval: ratio === undefined ? null : correctedInterval(values, ratio),
    folds,
  }
}

/** Held-out rows per training row, averaged over fits; absent where no fit says. */
export function testTrainRatio(fits: readonly ScoredFit[]): number | undefined {
  const ratios = fits.flatMap(({ preparation }) =>
    preparation && preparation.trainRows > 0 ? [preparation.testRows / preparation.trainRows] : [],
  )
  return ratios.length === 0 ? undefined : ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length
}
