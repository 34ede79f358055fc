import { comparisonsOfModels } from '../../../../core/run/comparisonsOfModels.ts'
import type { ComparisonDocument } from '../../../../core/run/runDocument.ts'
import { heading, note, numbers, paragraph } from '../blocks.ts'
import type { Block, Cell } from '../blocks.ts'
import { decimals, differenceRange, pValue, scoreDifference, significant } from '../formatNumbers.ts'
import { joined } from '../reportContext.ts'
import type { ReportContext } from '../reportContext.ts'

/** Rows of a large sweep; the rest is in the embedded document. */
const MOST_ROWS = 40

/** Every pair that was compared: difference, interval, p, chances, verdict. */
export function comparisonsSection(context: ReportContext): readonly Block[] {
  const { document, words } = context
  const comparisons = comparisonsOfModels(document)
  const texts = words.comparisons
  if (document.models.length < 2) return []
  if (comparisons.length === 0) return [heading(texts.title), paragraph(texts.nothing)]
  const [{ metric: name, zone, folds }] = comparisons
  const metric = context.metricNamed(name)
  const rows = comparisons.slice(0, MOST_ROWS)
  const heads = [
    metric.isFraction ? texts.points : texts.difference,
    words.intervalHead,
    texts.p,
    texts.adjustedP,
    texts.first,
    texts.equal,
    texts.second,
  ]
  const zoneWords = metric.isFraction ? texts.zone(decimals(100 * zone, 1)) : significant(zone)
  return [
    heading(texts.title),
    {
      kind: 'table',
      columns: [{ title: texts.pair }, ...heads.map(numbers), { title: texts.verdict }],
      rows: rows.map((comparison) => comparisonRow(comparison, context)),
    },
    note(
      joined(
        words,
        comparisons.length > rows.length && texts.some(rows.length, comparisons.length),
        texts.note(folds, comparisons.length, zoneWords),
        comparisons.some(({ intervalAbsent }) => intervalAbsent) && texts.noInterval,
      ),
    ),
    ...settling(comparisons[0], context),
  ]
}

function comparisonRow(comparison: ComparisonDocument, { metricNamed, words }: ReportContext): readonly Cell[] {
  const { first, second, difference, interval, p, adjustedP, chances, verdict } = comparison
  const metric = metricNamed(comparison.metric)
  return [
    words.comparisons.pairOf(first, second),
    scoreDifference(metric, difference),
    differenceRange(metric, interval, words.interval),
    pValue(p),
    pValue(adjustedP),
    ...[chances.first, chances.equal, chances.second].map((chance) => `${decimals(100 * chance, 0)} %`),
    words.comparisons.verdictOf(verdict, first, second),
  ]
}

/** What it would take to be sure about the first pair. */
function settling(
  { first, second, settling: forecast }: ComparisonDocument,
  { words }: ReportContext,
): readonly Block[] {
  if (!forecast) return []
  const { chance, range, most } = forecast
  const { lessThanOne, settling: sentence, settlingRange } = words.comparisons
  const percent = chance < 0.01 ? lessThanOne : decimals(100 * chance, 0)
  const { low, high } = range ?? {}
  const reach = low === high ? String(low) : words.interval(String(low), String(high))
  return [paragraph(sentence(first, second, percent, most, range ? settlingRange(reach) : ''))]
}
