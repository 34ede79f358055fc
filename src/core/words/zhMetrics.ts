import { metricLabels, type Metric } from '../metrics/metrics.ts'

/** Scores in Chinese, by name. */
export const ZH_METRICS: Readonly<Record<string, string>> & { readonly loss: string } = {
  ...metricLabels('zh'),
  loss: '损失',
}

/** A score's title in Chinese, with the class it is about. */
export function zhMetricTitle(
  { name, title, ofPositiveClass, weightedFrom }: Metric,
  positiveClass: string | undefined,
): string {
  const plain = ZH_METRICS[weightedFrom ?? name] ?? title
  const ofClass = ofPositiveClass && positiveClass !== undefined ? `${plain}（类别“${positiveClass}”）` : plain
  return weightedFrom === undefined ? ofClass : `${ofClass}（按权重）`
}
