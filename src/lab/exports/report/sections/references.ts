import { comparisonsWithReferences } from '../../../../core/run/comparisonsOfModels.ts'
import type { ComparisonDocument, ReferenceDocument } from '../../../../core/run/runDocument.ts'
import { heading, note, numbers } from '../blocks.ts'
import type { Block, Cell } from '../blocks.ts'
import { decimals, differenceRange, metricHeading, pValue, score, scoreDifference, seconds } from '../formatNumbers.ts'
import type { ReportContext } from '../reportContext.ts'
import type { ReportSection } from '../reportSection.ts'

/** The reference models with their scores, and the best network against each. Nothing where a run has none. */
export const referencesSection: ReportSection = {
  id: 'references',
  names: { en: 'Reference models', 'zh-CN': '参考模型' },
  blocks: referencesBlocks,
}

const EN = {
  title: 'Is the network worth it?',
  model: 'Reference model',
  minus: (name: string | undefined) => `${name ?? 'Network'} minus it`,
  adjustedP: 'Adjusted p',
  networkBetter: 'Network better',
  verdict: 'Verdict',
  leftOut: (reason: string) => `Left out. ${reason}`,
  note: 'Fitted on the same folds, training rows and target as the networks. Class shares and mean: the prediction without any feature. Logistic and ridge regression: penalty 1, solved to convergence. Nearest neighbours: the five nearest. Random forest and gradient boosting: Yggdrasil Decision Forests with its own defaults; categories and missing cells as they are. Adjusted p: corrected resampled t-test, for the number of reference models (Holm).',
}
const ZH_CN: typeof EN = {
  title: '网络值得用吗？',
  model: '参考模型',
  minus: (name) => `${name ?? '网络'} 减去它`,
  adjustedP: '校正后 p',
  networkBetter: '网络更好',
  verdict: '结论',
  leftOut: (reason) => `未计算。${reason}`,
  note: '与网络使用相同的折、训练行和目标。类别比例与均值：不用任何特征的预测。逻辑回归和岭回归：惩罚系数为 1，求解至收敛。最近邻：最近的五个。随机森林和梯度提升：Yggdrasil Decision Forests 的默认设置；类别和缺失单元格保持原样。校正后 p：重采样校正的 t 检验，按参考模型的个数校正（Holm）。',
}
const TEXTS = { en: EN, 'zh-CN': ZH_CN }

function referencesBlocks(context: ReportContext): readonly Block[] {
  const { document, words, metric } = context
  const { references = [], referencesLeftOut = [] } = document
  if (references.length + referencesLeftOut.length === 0) return []
  const compared = new Map(comparisonsWithReferences(document).map((one) => [one.reference, one]))
  const best = [...compared.values()].at(0)?.first
  const { title, model, minus, adjustedP, networkBetter, verdict } = TEXTS[words.language]
  const heads = [metricHeading(metric), words.heads.sd, minus(best), words.intervalHead, adjustedP, networkBetter]
  return [
    heading(title),
    {
      kind: 'table',
      columns: [{ title: model }, ...heads.map(numbers), { title: verdict }, numbers(words.heads.time)],
      rows: [
        ...references.map((reference) => referenceRow(reference, context, compared.get(reference.kind))),
        ...referencesLeftOut.map(({ name, reason }) => noteRow(name, TEXTS[words.language].leftOut(reason), context)),
      ],
    },
    note(TEXTS[words.language].note),
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
    words.verdictOf(verdict, first, words.references.nameOf(second)),
    seconds(time),
  ]
}

function noteRow(name: string, reason: string, context: ReportContext): readonly Cell[] {
  return [context.words.references.nameOf(name), { text: reason, takesRest: true }]
}
