import { metricOrPlain } from '../../../core/metrics/primaryMetric.ts'
import type { RunDocument } from '../../../core/run/runDocument.ts'
import { score } from './formatNumbers.ts'

/** What choosing the best candidate costs, in plain words. Empty where there was nothing to choose from. */
export function optimismSentence({ optimism }: RunDocument): readonly string[] {
  const bootstrap = optimism?.bootstrap
  if (!optimism || !bootstrap) return []
  const metric = metricOrPlain(optimism.metric)
  const unit = metric.isFraction ? ' %' : ''
  const write = (value: number) => `${score(metric, value, 1)}${unit}`
  const { low, high } = bootstrap.interval
  return [
    `${optimism.winner} was chosen as the best of ${String(optimism.candidates)} on the folds that score it: its ${write(optimism.naive)} is expected to be ${write(bootstrap.corrected)} on new rows (bootstrap bias corrected, 95 % interval ${write(low)} to ${write(high)}).`,
  ]
}
