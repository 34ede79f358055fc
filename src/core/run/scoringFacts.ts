import { metricNamed } from '../metrics/metrics.ts'
import type { RunDocument } from './runDocument.ts'

/** What the scores of a run are about, where that could be taken otherwise. */
export interface ScoringFacts {
  /** The class that precision, recall, F1 and average precision are about. */
  readonly positive?: { readonly label: string; readonly isRarer: boolean }
  /** Whether the score that ranks the models counts rows by their weight. */
  readonly isWeighted: boolean
}

export function scoringFacts({ positiveClass, dataset, primaryMetric }: RunDocument): ScoringFacts {
  const { classes, classCounts } = dataset
  const own = classes && positiveClass !== undefined ? classCounts?.[classes.indexOf(positiveClass)] : undefined
  const isRarer = own !== undefined && classCounts?.every((count) => count >= own) === true
  return {
    ...(positiveClass !== undefined && { positive: { label: positiveClass, isRarer } }),
    isWeighted: metricNamed(primaryMetric)?.weightedFrom !== undefined,
  }
}
