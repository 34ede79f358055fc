import { constantModels } from '../../../core/run/constantModels.ts'
import { scoringFacts } from '../../../core/run/scoringFacts.ts'
import { score } from './formatNumbers.ts'
import type { ReportContext } from './reportContext.ts'

/** What the scores are about, where that could be taken otherwise: the positive class, and how rows count. */
export function scoringSentences({ document, words }: ReportContext): readonly string[] {
  const { positive, isWeighted } = scoringFacts(document)
  return [
    ...(positive ? [words.scoring.positive(positive.label, positive.isRarer)] : []),
    ...(isWeighted ? [words.scoring.weighted] : []),
  ]
}

/** Models that predict (nearly) the same for every held-out row; empty where there is none. */
export function constantSentences({ document, words }: ReportContext): readonly string[] {
  return constantModels(document).map((model) => words.headline.constant(model, document.task === 'regression'))
}

/** What choosing the best candidate costs. Empty where there was nothing to choose from. */
export function optimismSentences({ document: { optimism }, words, metricNamed }: ReportContext): readonly string[] {
  const bootstrap = optimism?.bootstrap
  if (!optimism || !bootstrap) return []
  const metric = metricNamed(optimism.metric)
  const write = (value: number) => `${score(metric, value, 1)}${metric.isFraction ? ' %' : ''}`
  const { low, high } = bootstrap.interval
  return [
    words.headline.corrected(
      optimism.winner,
      optimism.candidates,
      write(optimism.naive),
      write(bootstrap.corrected),
      write(low),
      write(high),
    ),
  ]
}
