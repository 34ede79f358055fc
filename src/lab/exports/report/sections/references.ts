import { comparisonsWithReferences } from '../../../../core/run/comparisonsOfModels.ts'
import type { ComparisonDocument, ReferenceDocument } from '../../../../core/run/runDocument.ts'
import { heading, note, numbers } from '../blocks.ts'
import type { Block, Cell } from '../blocks.ts'
import { decimals, differenceRange, metricHeading, pValue, score, scoreDifference, seconds } from '../formatNumbers.ts'
import type { ReportContext } from '../reportContext.ts'

/** The reference models with their scores, and the best network against each. Nothing where a run has none. */
export function referencesSection(context: ReportContext): readonly Block[] {
  const { document, words, metric } = context
  const { references = [], referencesLeftOut = [] } = document
  if (references.length + referencesLeftOut.length === 0) return []
  const compared = new Map(comparisonsWithReferences(document).map((one) => [one.reference, one]))
  const best = [...compared.values()].at(0)?.first
  const { title, model, minus, adjustedP, networkBetter, verdict } = words.references
  const heads = [metricHeading(metric), words.scores.sd, minus(best), words.intervalHead, adjustedP, networkBetter]
  return [
    heading(title),
    {
      kind: 'table',
      columns: [{ title: model }, ...heads.map(numbers), { title: verdict }, numbers(words.scores.time)],
      rows: [
        ...references.map((reference) => referenceRow(reference, context, compared.get(reference.kind))),
        ...referencesLeftOut.map(({ name, reason }) => noteRow(name, words.references.leftOut(reason), context)),
      ],
    },
    note(words.references.note),
  ]
}

function referenceRow(
  { name, status, reason, metrics, seconds: time }: ReferenceDocument,
  context: ReportContext,
  comparison: ComparisonDocument | undefined,
): readonly Cell[] {
  if (status !== 'finished') return noteRow(name, reason ?? status, context)
  const { metric, words } = context
  const found = Object.hasOwn(metrics, metric.name) ? metrics[metric.name] : undefined
  const scored: readonly Cell[] = [
    context.words.references.nameOf(name),
    { text: score(metric, found?.mean), isStrong: true },
    score(metric, found?.std),
  ]
  if (!comparison) return [...scored, '–', '–', '–', '–', '–', seconds(time)]
  const { first, second, difference, interval, adjustedP, chances, verdict } = comparison
  return [
    ...scored,
    scoreDifference(metric, difference),
    differenceRange(metric, interval, words.interval),
    pValue(adjustedP),
    `${decimals(100 * chances.first, 0)} %`,
    words.comparisons.verdictOf(verdict, first, words.references.nameOf(second)),
    seconds(time),
  ]
}

function noteRow(name: string, reason: string, context: ReportContext): readonly Cell[] {
  return [context.words.references.nameOf(name), { text: reason, takesRest: true }]
}
