import { metricNamed } from '../metrics/metrics.ts'
import type { RunDocument } from './runDocument.ts'

/** What the scores of a run are about, where that could be taken otherwise: the positive class, and how rows count. */
export function scoringSentences({ positiveClass, dataset, primaryMetric }: RunDocument): readonly string[] {
  const { classes, classCounts } = dataset
  const own = classes && positiveClass !== undefined ? classCounts?.[classes.indexOf(positiveClass)] : undefined
  const isRarer = own !== undefined && classCounts?.every((count) => count >= own)
  const rarer = isRarer ? ', the rarer class' : ''
  const isWeighted = metricNamed(primaryMetric)?.weightedFrom !== undefined
  return [
    ...(positiveClass === undefined
      ? []
      : [`Precision, recall, F1 and average precision are about “${positiveClass}”${rarer}.`]),
    ...(isWeighted
      ? [
          'Scores named “rows weighted” count every row by its weight, as training does, and rank the models; the others count every row once.',
        ]
      : []),
  ]
}
