import { verdictAgainstReferences } from '../../../core/run/referenceVerdict.ts'
import type { ReferenceVerdict } from '../../../core/run/referenceVerdict.ts'
import { pValue, scoreDifference } from './formatNumbers.ts'
import type { ReportContext } from './reportContext.ts'

/** Whether a network is worth it, in plain words with the numbers behind them. Empty without reference models. */
export function referenceSentences(context: ReportContext): readonly string[] {
  const verdict = verdictAgainstReferences(context.document)
  if (!verdict) return []
  const { guessing, linear, strongest } = verdict
  const { nothingShown, sentence } = context.words.references
  if (guessing) return [nothingShown(standingWords(guessing, context), numberWords(guessing, context))]
  return [linear, strongest]
    .filter((one) => one !== undefined)
    .map((one) => sentence(standingWords(one, context), numberWords(one, context)))
}

function standingWords({ standing, reference, comparison }: ReferenceVerdict, { words }: ReportContext): string {
  const texts = words.references
  const name = texts.nameInSentence(reference.name)
  return standing === 'better' ? texts.better(comparison.first, name) : texts[standing](name)
}

function numberWords({ comparison }: ReferenceVerdict, { words, metricNamed }: ReportContext): string {
  const { difference, interval, adjustedP } = comparison
  const texts = words.references
  const metric = metricNamed(comparison.metric)
  const written = scoreDifference(metric, difference)
  return texts.numbers(
    texts.pair(comparison.first, texts.nameInSentence(comparison.second)),
    metric.isFraction ? texts.unitPoints(written) : texts.unitOf(written, metric.title),
    interval ? texts.interval(scoreDifference(metric, interval.low), scoreDifference(metric, interval.high)) : '',
    pWords(adjustedP),
  )
}

function pWords(p: number): string {
  const text = pValue(p)
  return text.startsWith('<') ? text : `= ${text}`
}
