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

/** Rows of the table of interactions. */
const MOST_INTERACTIONS = 10
const LEVEL = 0.05

/** What each value of a sweep's hyperparameters changed on average. Nothing where there is no sweep to speak of. */
export function effectsSection(context: ReportContext): readonly Block[] {
  const { document, words, metric } = context
  const { models, primaryMetric } = document
  const effects = mainEffects(models, primaryMetric)
  if (effects.length === 0) return []
  const { title, setting, candidates, change, readsAs, note: text } = words.effects
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
function effectWords({ interval }: LevelEffect, { effects }: ReportWords): string {
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
  const axis = words.effects.axis(metric.title, metric.isFraction)
  return intervalStrip(rows, { label: words.effects.label(axis), axis, origin: 0 })
}

/** What two settings did together, beyond what each did alone: those that are not within the noise, the strongest first. */
function together(found: readonly Interaction[], { words, metric }: ReportContext): readonly Block[] {
  if (found.length === 0) return []
  const texts = words.effects
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
