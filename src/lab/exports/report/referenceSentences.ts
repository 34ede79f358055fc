import { metricOrPlain } from '../../../core/metrics/primaryMetric.ts'
import { verdictAgainstReferences } from '../../../core/run/referenceVerdict.ts'
import type { ReferenceVerdict } from '../../../core/run/referenceVerdict.ts'
import type { RunDocument } from '../../../core/run/runDocument.ts'
import { capital, pValue, scoreDifference } from './formatNumbers.ts'

/** Whether a network is worth it, in plain words with the numbers behind them. Empty without reference models. */
export function referenceSentences(document: RunDocument): readonly string[] {
  const verdict = verdictAgainstReferences(document)
  if (!verdict) return []
  const { guessing, linear, strongest } = verdict
  if (guessing) return [`Nothing here is shown to be better than guessing: ${words(guessing)} ${numbers(guessing)}.`]
  return [linear, strongest].filter((one) => one !== undefined).map((one) => `${capital(words(one))} ${numbers(one)}.`)
}

function words({ standing, reference, comparison }: ReferenceVerdict): string {
  const name = nameInSentence(reference.name)
  switch (standing) {
    case 'better':
      return `${comparison.first} is better than ${name}`
    case 'worse':
      return `${name} is better than every network here`
    case 'asGood':
      return `no network here is better than ${name}, which is as good`
    case 'cannotTell':
      return `no network here is shown to be better than ${name}`
  }
}

function numbers({ comparison }: ReferenceVerdict): string {
  const { difference, interval, adjustedP } = comparison
  const metric = metricOrPlain(comparison.metric)
  const unit = metric.isFraction ? ' points' : ` in ${metric.title}`
  const range = interval
    ? `, 95 % interval ${scoreDifference(metric, interval.low)} to ${scoreDifference(metric, interval.high)}`
    : ''
  const what = `${comparison.first} minus ${nameInSentence(comparison.second)}`
  return `(${what}: ${scoreDifference(metric, difference)}${unit}${range}, adjusted p ${pWords(adjustedP)})`
}

function pWords(p: number): string {
  const text = pValue(p)
  return text.startsWith('<') ? text : `= ${text}`
}

/** Names of reference models are common nouns. */
export function nameInSentence(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}
