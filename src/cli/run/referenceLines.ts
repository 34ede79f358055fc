import type { ReportContext } from '../../lab/exports/report/reportContext.ts'
import { referenceSentences } from '../../lab/exports/report/referenceSentences.ts'
import { plainText } from '../plainText.ts'
import { scoreLine } from './scoreLine.ts'

/**
 * The reference models of a run, for stderr: their scores, indented, so that nobody takes them for those of the models,
 * and what comparing with them comes to. Empty where the run has none.
 */
export function referenceLines(context: ReportContext): string {
  const { references = [], referencesLeftOut = [], task, primaryMetric, positiveClass } = context.document
  const about = { task, primaryMetric, ...(positiveClass !== undefined && { positiveClass }) }
  if (references.length + referencesLeftOut.length === 0) return ''
  const lines = references.map(({ name, status, reason, metrics }) =>
    status === 'finished'
      ? scoreLine(name, { ...about, metrics })
      : `${plainText(name)}: ${status}. ${plainText(reason ?? '')}`,
  )
  for (const { name, reason } of referencesLeftOut) lines.push(`${plainText(name)}: left out. ${plainText(reason)}`)
  const sentences = referenceSentences(context).map((sentence) => `${plainText(sentence)}\n`)
  return ['Reference models on the same folds:\n', ...lines.map((line) => `  ${line}\n`), ...sentences].join('')
}
