import type { Metric } from '../metrics/metrics.ts'
import { titleOf } from '../metrics/metrics.ts'
import { metricOrPlain } from '../metrics/primaryMetric.ts'
import type { RunDocument } from './runDocument.ts'

/** A metric by name, whose title names the class it is about: `F1 of “cancer”`. */
export function metricOfRun({ positiveClass }: Pick<RunDocument, 'positiveClass'>, name: string): Metric {
  const metric = metricOrPlain(name)
  return { ...metric, title: titleOf(metric, positiveClass) }
}
