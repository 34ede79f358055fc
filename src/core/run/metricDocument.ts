import { mean, populationStd, sampleStd } from '../statistics/descriptive.ts'
import { correctedInterval } from '../statistics/interval.ts'
import type { MetricDocument } from './runDocument.ts'
import type { FoldPreparation } from './runEvent.ts'
import type { Scores } from '../metrics/scores.ts'

/** What a metric is averaged over: a finished fit has scores, a diverged one none. */
interface ScoredFit {
  readonly scores?: Scores
  readonly preparation?: Pick<FoldPreparation, 'trainRows' | 'testRows'>
}

/** Every metric of these fits, over those that finished. */
export function metricDocuments(fits: readonly ScoredFit[]): Record<string, MetricDocument> {
  const finished = fits.filter(({ scores }) => scores !== undefined)
  const names = [...new Set(finished.flatMap(({ scores }) => Object.keys(scores ?? {})))]
  const ratio = testTrainRatio(finished)
  const foldsOf = (name: string) => finished.map(({ scores }) => scores?.[name] ?? null)
  return Object.fromEntries(names.map((name) => [name, metricDocument(foldsOf(name), ratio)]))
}

/** Mean, deviations and interval of one metric over folds. */
function metricDocument(folds: readonly (number | null)[], ratio: number | undefined): MetricDocument {
  const values = folds.filter((value) => value !== null)
  if (values.length === 0) return { mean: null, std: null, sampleStd: null, interval: null, folds }
  return {
    mean: mean(values),
    std: values.length > 1 ? populationStd(values) : null,
    sampleStd: values.length > 1 ? sampleStd(values) : null,
    interval: ratio === undefined ? null : correctedInterval(values, ratio),
    folds,
  }
}

/** Held-out rows per training row, averaged over fits; absent where no fit says. */
export function testTrainRatio(fits: readonly ScoredFit[]): number | undefined {
  const ratios = fits.flatMap(({ preparation }) =>
    preparation && preparation.trainRows > 0 ? [preparation.testRows / preparation.trainRows] : [],
  )
  return ratios.length === 0 ? undefined : mean(ratios)
}
