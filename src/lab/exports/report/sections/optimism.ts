import { heading, note, numbers } from '../blocks.ts'
import type { Block } from '../blocks.ts'
import { metricHeading, score, scoreDifference } from '../formatNumbers.ts'
import { joined } from '../reportContext.ts'
import type { ReportContext } from '../reportContext.ts'
import { intervalStrip } from '../svg/intervalStrip.ts'
import type { ReportSection } from '../reportSection.ts'

/** The winner's score beside two estimates of what it is without the luck of having been chosen. */
export const optimismSection: ReportSection = {
  id: 'optimism',
  names: { en: 'Cost of choosing the best', 'zh-CN': '挑选最佳者的代价' },
  blocks: optimismBlocks,
}

const EN = {
  title: 'What did choosing the best cost?',
  estimate: (winner: string, candidates: number) => `Estimate for ${winner}, best of ${String(candidates)}`,
  change: 'Change',
  from: 'From',
  naive: 'Mean over folds',
  naiveFrom: 'The folds that chose it also score it.',
  tibshirani: 'Tibshirani and Tibshirani',
  tibshiraniFrom: 'How far the best of each fold is ahead of it there; on small folds this takes away too much.',
  bootstrap: 'Bootstrap bias corrected',
  bootstrapFrom: (samples: number) =>
    `Choosing on rows drawn with replacement, scoring on the rest, ${String(samples)} times.`,
  label: (title: string, winner: string) => `Estimates of the ${title} of ${winner} on new rows`,
  note: 'Tibshirani and Tibshirani (2009); Tsamardinos, Greasidou and Borboudakis (2018). Nothing is trained again for them.',
  nested: 'A nested protocol trains again, and estimates it without such assumptions.',
}
const ZH_CN: typeof EN = {
  title: '挑选最佳者的代价是什么？',
  estimate: (winner, candidates) => `${winner}（${String(candidates)} 个中最佳）的估计`,
  change: '变化',
  from: '来源',
  naive: '各折均值',
  naiveFrom: '选出它的折也用来给它打分。',
  tibshirani: 'Tibshirani 和 Tibshirani',
  tibshiraniFrom: '各折的最佳者在该折上领先它多少；折较小时会扣除过多。',
  bootstrap: '自助法偏差校正',
  bootstrapFrom: (samples) => `在有放回抽取的行上选择，在其余行上打分，共 ${String(samples)} 次。`,
  label: (title, winner) => `${winner} 在新数据上的${title}的估计`,
  note: 'Tibshirani 和 Tibshirani（2009）；Tsamardinos、Greasidou 和 Borboudakis（2018）。不需要重新训练。',
  nested: '嵌套方案会重新训练，不依赖这些假设来估计。',
}
const TEXTS = { en: EN, 'zh-CN': ZH_CN }

function optimismBlocks({ document, words, metricNamed }: ReportContext): readonly Block[] {
  const { optimism, nested } = document
  if (!optimism) return []
  const { metric: name, candidates, winner, naive, tibshirani, bootstrap } = optimism
  const texts = TEXTS[words.language]
  const metric = metricNamed(name)
  const estimates = [
    { name: texts.naive, value: naive, from: texts.naiveFrom },
    ...(tibshirani ? [{ name: texts.tibshirani, value: tibshirani.corrected, from: texts.tibshiraniFrom }] : []),
    ...(bootstrap
      ? [
          {
            name: texts.bootstrap,
            value: bootstrap.corrected,
            from: texts.bootstrapFrom(bootstrap.samples),
            interval: bootstrap.interval,
          },
        ]
      : []),
  ]
  const unit = metric.isFraction ? 100 : 1
  const drawn = estimates.map(({ name: estimate, value, interval }) => ({
    name: estimate,
    value: value * unit,
    ...(interval && { interval: { low: interval.low * unit, high: interval.high * unit } }),
  }))
  const label = texts.label(metric.title, winner)
  return [
    heading(texts.title),
    { kind: 'figure', drawings: [intervalStrip(drawn, { label, axis: metricHeading(metric) })] },
    {
      kind: 'table',
      columns: [
        { title: texts.estimate(winner, candidates) },
        numbers(metricHeading(metric)),
        numbers(texts.change),
        { title: texts.from },
      ],
      rows: estimates.map(({ name: estimate, value, from }) => [
        estimate,
        { text: score(metric, value), isStrong: true },
        value === naive ? '–' : scoreDifference(metric, value - naive),
        from,
      ]),
    },
    note(joined(words, texts.note, !nested && texts.nested)),
  ]
}
