import { comparisonsOfModels } from '../../../../core/run/comparisonsOfModels.ts'
import type { ComparisonDocument } from '../../../../core/run/runDocument.ts'
import { heading, note, numbers, paragraph } from '../blocks.ts'
import type { Block, Cell } from '../blocks.ts'
import { decimals, differenceRange, pValue, scoreDifference, significant } from '../formatNumbers.ts'
import { joined } from '../reportContext.ts'
import type { ReportContext } from '../reportContext.ts'
import type { ReportSection } from '../reportSection.ts'
import { plural } from '../words/plural.ts'

/** Rows of a large sweep; the rest is in the embedded document. */
const MOST_ROWS = 40

/** Every pair that was compared: difference, interval, p, chances, verdict. */
export const comparisonsSection: ReportSection = {
  id: 'comparisons',
  names: { en: 'Verdicts of each pair', 'zh-CN': '每一对的结论' },
  blocks: comparisonsBlocks,
}

const EN = {
  title: 'Are the differences real?',
  nothing: 'Fewer than two folds are shared by two models: there is nothing to test.',
  pair: 'Pair',
  pairOf: (first: string, second: string) => `${first}, ${second}`,
  points: 'Points',
  difference: 'Difference',
  p: 'p',
  adjustedP: 'Adjusted p',
  first: 'First',
  equal: 'Equal',
  second: 'Second',
  verdict: 'Verdict',
  some: (shown: number, of: number) => `The first ${String(shown)} of ${String(of)} comparisons.`,
  note: (folds: number, comparisons: number, zone: string) =>
    `On ${String(folds)} shared folds. p: corrected resampled t-test (Nadeau and Bengio), adjusted for ${plural(comparisons, 'comparison')} after Holm. First, equal, second: the chance that the first or the second is better, or both equal within ±${zone} (Bayesian correlated t-test, Benavoli and others). At 95 % or more, both are called practically the same, or one is called better where the adjusted p is below 0.05 too. At 75 % or more for equal: probably no meaningful difference.`,
  zone: (points: string) => `${points} point`,
  noInterval:
    'Where all folds differ by the same amount there is no interval: it says nothing about how far other folds would differ.',
  settling: (first: string, second: string, percent: string, most: number, range: string) =>
    `There is a ${percent} % chance that up to ${String(most)} repeats of the folds in all settle ${first} against ${second}${range}. More certainty takes more rows.`,
  settlingRange: (range: string) => `; where they do, it takes ${range} in 8 of 10 cases`,
  lessThanOne: 'less than 1',
}
const ZH_CN: typeof EN = {
  title: '差异是真实的吗？',
  nothing: '两个模型共有的折少于两个：无法检验。',
  pair: '模型对',
  pairOf: (first, second) => `${first}、${second}`,
  points: '百分点',
  difference: '差异',
  p: 'p',
  adjustedP: '校正后 p',
  first: '前者',
  equal: '相同',
  second: '后者',
  verdict: '结论',
  some: (shown, of) => `${String(of)} 次比较中的前 ${String(shown)} 次。`,
  note: (folds, comparisons, zone) =>
    `基于 ${String(folds)} 个共有的折。p：重采样校正的 t 检验（Nadeau 和 Bengio），按 ${String(comparisons)} 次比较用 Holm 方法校正。前者、相同、后者：前者或后者更好、或二者相差不超过 ±${zone} 的概率（贝叶斯相关 t 检验，Benavoli 等）。达到 95 % 时，称二者实际上相同；或在校正后 p 也低于 0.05 时称其中一个更好。“相同”达到 75 % 时：很可能没有有意义的差异。`,
  zone: (points) => `${points} 个百分点`,
  noInterval: '所有折的差异完全相同时没有区间：这不能说明其他折会相差多少。',
  settling: (first, second, percent, most, range) =>
    `总共最多 ${String(most)} 次重复能判定 ${first} 与 ${second} 的概率为 ${percent} %${range}。要更确定，需要更多行。`,
  settlingRange: (range) => `；若能判定，十次中有八次需要 ${range} 次`,
  lessThanOne: '不到 1',
}
const TEXTS = { en: EN, 'zh-CN': ZH_CN }

function comparisonsBlocks(context: ReportContext): readonly Block[] {
  const { document, words } = context
  const comparisons = comparisonsOfModels(document)
  const texts = TEXTS[words.language]
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
    TEXTS[words.language].pairOf(first, second),
    scoreDifference(metric, difference),
    differenceRange(metric, interval, words.interval),
    pValue(p),
    pValue(adjustedP),
    ...[chances.first, chances.equal, chances.second].map((chance) => `${decimals(100 * chance, 0)} %`),
    words.verdictOf(verdict, first, second),
  ]
}

/** What it would take to be sure about the first pair. */
function settling(
  { first, second, settling: forecast }: ComparisonDocument,
  { words }: ReportContext,
): readonly Block[] {
  if (!forecast) return []
  const { chance, range, most } = forecast
  const { lessThanOne, settling: sentence, settlingRange } = TEXTS[words.language]
  const percent = chance < 0.01 ? lessThanOne : decimals(100 * chance, 0)
  const { low, high } = range ?? {}
  const reach = low === high ? String(low) : words.interval(String(low), String(high))
  return [paragraph(sentence(first, second, percent, most, range ? settlingRange(reach) : ''))]
}
