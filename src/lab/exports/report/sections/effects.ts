import type { Metric } from '../../../../core/metrics/metrics.ts'
import { interactions } from '../../../../core/run/interactions.ts'
import type { Interaction } from '../../../../core/run/interactions.ts'
import { mainEffects } from '../../../../core/run/mainEffects.ts'
import type { LevelEffect, MainEffect } from '../../../../core/run/mainEffects.ts'
import { heading, note, numbers, paragraph } from '../blocks.ts'
import type { Block, Cell } from '../blocks.ts'
import { count, differenceRange, metricHeading, pValue, score, scoreDifference } from '../formatNumbers.ts'
import type { Markup } from '../markup.ts'
import { joined } from '../reportContext.ts'
import type { ReportContext } from '../reportContext.ts'
import { intervalStrip } from '../svg/intervalStrip.ts'
import type { ReportWords } from '../words/en.ts'
import type { ReportSection } from '../reportSection.ts'

/** Rows of the table of interactions. */
const MOST_INTERACTIONS = 10
const LEVEL = 0.05

/** What each value of a sweep's hyperparameters changed on average. Nothing where there is no sweep to speak of. */
export const effectsSection: ReportSection = {
  id: 'effects',
  names: { en: 'Effects of settings', 'zh-CN': '各设置的作用' },
  blocks: effectsBlocks,
}

const EN = {
  title: 'What did each setting change?',
  setting: 'Setting',
  candidates: 'Candidates',
  change: 'Change',
  readsAs: 'Reads as',
  baseline: 'compared with',
  difference: 'a difference',
  noise: 'within the noise',
  note: 'Each value against the first one of its setting, the other settings being equal: a least squares fit on all settings, fold by fold. The interval allows for the folds, which share training rows, and for the candidates that happened to be tried. It is an average over good and bad settings, which need not hold for the best ones. One seed: another changes single networks by more than most settings do.',
  axis: (title: string, isPoints: boolean) => `Change of ${title}${isPoints ? ', points' : ''}`,
  label: (axis: string) => `${axis}, of each value against the first one, with 95 % intervals`,
  together: 'Which settings act together?',
  none: (pairs: number) =>
    `No interaction is shown: in ${String(pairs)} pairs of values the effect of one setting did not depend on the other by more than the noise of the folds.`,
  settings: 'Settings',
  beyond: 'Beyond the sum',
  adjustedP: 'Adjusted p',
  some: (shown: number, of: number) => `The first ${String(shown)} of ${String(of)}.`,
  togetherNote: (pairs: number) =>
    `How much both values together change the score beyond the sum of what each changes alone, after the effects of all settings are taken out. t-test over folds and candidates, adjusted for ${String(pairs)} pairs of values after Holm.`,
}
const ZH_CN: typeof EN = {
  title: '每个设置改变了什么？',
  setting: '设置',
  candidates: '候选数',
  change: '变化',
  readsAs: '含义',
  baseline: '比较基准',
  difference: '有差异',
  noise: '在噪声之内',
  note: '每个取值与该设置的第一个取值比较，其他设置相同：逐折对所有设置做最小二乘拟合。区间考虑了各折（它们共享训练行）以及碰巧尝试的候选。这是对好坏设置的平均，对最佳设置不一定成立。只有一个种子：换一个种子，单个网络的变化比大多数设置带来的更大。',
  axis: (title, isPoints) => `${title}的变化${isPoints ? '（百分点）' : ''}`,
  label: (axis) => `${axis}：每个取值相对第一个取值，附 95 % 区间`,
  together: '哪些设置共同起作用？',
  none: (pairs) => `没有发现交互作用：在 ${String(pairs)} 对取值中，一个设置的效果对另一个的依赖没有超出各折的噪声。`,
  settings: '设置对',
  beyond: '超出两者之和',
  adjustedP: '校正后 p',
  some: (shown, of) => `${String(of)} 对中的前 ${String(shown)} 对。`,
  togetherNote: (pairs) =>
    `去除所有设置各自的作用之后，两个取值一起带来的变化超出各自单独变化之和的部分。对各折和各候选的 t 检验，按 ${String(pairs)} 对取值用 Holm 方法校正。`,
}
const TEXTS = { en: EN, 'zh-CN': ZH_CN }

function effectsBlocks(context: ReportContext): readonly Block[] {
  const { document, words, metric } = context
  const { models, primaryMetric } = document
  const effects = mainEffects(models, primaryMetric)
  if (effects.length === 0) return []
  const { title, setting, candidates, change, readsAs, note: text } = TEXTS[words.language]
  return [
    heading(title),
    { kind: 'figure', drawings: [effectFigure(effects, metric, words)] },
    {
      kind: 'table',
      columns: [
        { title: setting },
        ...[candidates, metricHeading(metric), change, words.intervalHead].map(numbers),
        { title: readsAs },
      ],
      rows: effects.flatMap(({ hyperparameter, levels }) =>
        levels.map((level) => effectRow(hyperparameter, level, context)),
      ),
    },
    note(text),
    ...together(interactions(models, primaryMetric), context),
  ]
}

function effectRow(name: string, level: LevelEffect, { words, metric }: ReportContext): readonly Cell[] {
  const { value, candidates, mean, difference, interval } = level
  return [
    `${name} = ${String(value)}`,
    count(candidates),
    { text: score(metric, mean), isStrong: true },
    interval === undefined ? '–' : scoreDifference(metric, difference),
    differenceRange(metric, interval, words.interval),
    effectWords(level, words),
  ]
}

/** What a value changed, in words: compared with the first one. */
function effectWords({ interval }: LevelEffect, { language }: ReportWords): string {
  const effects = TEXTS[language]
  if (interval === undefined) return effects.baseline
  return interval && (interval.low > 0 || interval.high < 0) ? effects.difference : effects.noise
}

function effectFigure(effects: readonly MainEffect[], metric: Metric, words: ReportWords): Markup {
  const unit = metric.isFraction ? 100 : 1
  const rows = effects.flatMap(({ hyperparameter, levels: [, ...levels] }) =>
    levels.map(({ value, difference, interval }) => ({
      name: `${hyperparameter} = ${String(value)}`,
      value: difference * unit,
      ...(interval && { interval: { low: interval.low * unit, high: interval.high * unit } }),
    })),
  )
  const axis = TEXTS[words.language].axis(metric.title, metric.isFraction)
  return intervalStrip(rows, { label: TEXTS[words.language].label(axis), axis, origin: 0 })
}

/** What two settings did together, beyond what each did alone: those that are not within the noise, the strongest first. */
function together(found: readonly Interaction[], { words, metric }: ReportContext): readonly Block[] {
  if (found.length === 0) return []
  const texts = TEXTS[words.language]
  const clear = found.filter(({ adjustedP }) => adjustedP < LEVEL)
  if (clear.length === 0) return [heading(texts.together, 3), paragraph(texts.none(found.length))]
  const shown = clear.slice(0, MOST_INTERACTIONS)
  return [
    heading(texts.together, 3),
    {
      kind: 'table',
      columns: [
        { title: texts.settings },
        ...[texts.candidates, texts.beyond, words.intervalHead, texts.adjustedP].map(numbers),
      ],
      rows: shown.map((one) => [
        interactionName(one),
        count(one.candidates),
        { text: scoreDifference(metric, one.difference), isStrong: true },
        differenceRange(metric, one.interval, words.interval),
        pValue(one.adjustedP),
      ]),
    },
    note(
      joined(
        words,
        clear.length > shown.length && texts.some(shown.length, clear.length),
        texts.togetherNote(found.length),
      ),
    ),
  ]
}
/** Both settings of an interaction. */
function interactionName({ first, second }: Interaction): string {
  return [first, second].map(({ hyperparameter, value }) => `${hyperparameter} = ${String(value)}`).join(', ')
}
