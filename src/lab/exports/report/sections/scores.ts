import { ranked } from '../../../../core/run/compareModels.ts'
import type { Metric } from '../../../../core/metrics/metrics.ts'
import type { ModelDocument } from '../../../../core/run/runDocument.ts'
import { note, numbers } from '../blocks.ts'
import type { Block, Cell, TableBlock } from '../blocks.ts'
import { count, metricHeading, score, seconds } from '../formatNumbers.ts'
import { joined } from '../reportContext.ts'
import type { ReportContext } from '../reportContext.ts'
import { scoringSentences } from '../sentences.ts'
import { dotStrip } from '../svg/dotStrip.ts'

/** Candidates in the table of scores; the appendix has all. */
const MOST_ROWS = 20

/** The ranking metric of every model, with deviations, interval, size and time; below it every fold as a mark. */
export function scoresSection(context: ReportContext): readonly Block[] {
  const { document, shown, words, metric } = context
  const { models } = document
  const rows = scoreRows(context)
  const interval = models.map((model) => scoreOf(model, metric)?.interval).find((one) => !!one)
  return [
    scoreTable(context, rows),
    note(
      joined(
        words,
        rows.length < models.length && words.scores.best(rows.length, models.length),
        words.scores.note,
        interval ? words.scores.method(interval.method) : words.scores.noInterval,
        words.scores.timeNote,
        ...scoringSentences(context),
      ),
    ),
    ...(shown.length > 0 ? [strip(context)] : []),
  ]
}

/** Every candidate in the order of the experiment, for a sweep whose table of scores shows the best alone. */
export function allCandidates(context: ReportContext): TableBlock | undefined {
  const { models } = context.document
  return scoreRows(context).length < models.length ? { ...scoreTable(context, models), isSmall: true } : undefined
}

/** All models of an ordinary run as the experiment names them; the best of a sweep, best first. */
function scoreRows({ document: { models }, metric }: ReportContext): readonly ModelDocument[] {
  if (models.length <= MOST_ROWS) return models
  return ranked(models, metric).slice(0, MOST_ROWS)
}

function scoreTable({ words, metric, shown }: ReportContext, models: readonly ModelDocument[]): TableBlock {
  const { model, sd, sampleSd, parameters, time } = words.scores
  return {
    kind: 'table',
    columns: [
      { title: model },
      ...[metricHeading(metric), sd, sampleSd, words.intervalHead, parameters, time].map(numbers),
    ],
    rows: models.map((one): readonly Cell[] => {
      const { interval, mean, std, sampleStd } = scoreOf(one, metric) ?? {}
      const place = shown.indexOf(one)
      return [
        {
          text: one.name,
          ...(place >= 0 && { series: place }),
          ...(one.failed > 0 && { problem: words.scores.diverged(one.failed, one.fits) }),
        },
        { text: score(metric, mean), isStrong: true },
        score(metric, std),
        score(metric, sampleStd),
        interval ? words.interval(score(metric, interval.low, 1), score(metric, interval.high, 1)) : '–',
        count(one.parameters),
        seconds(one.seconds),
      ]
    }),
  }
}

function strip({ document, shown, words, metric }: ReportContext): Block {
  const rows = shown.flatMap((model) => {
    const found = scoreOf(model, metric)
    return found ? [{ name: model.name, metric: found }] : []
  })
  const { length } = document.models
  const some = length > shown.length ? ` ${words.scores.figureSome(shown.length, length)}` : ''
  const label = words.scores.figureLabel(metric.title, rows.map(({ name }) => name).join(', '))
  return {
    kind: 'figure',
    drawings: [dotStrip(rows, metric, label)],
    caption: `${words.scores.figure(metric.title)}${some}`,
  }
}

function scoreOf({ metrics }: ModelDocument, { name }: Metric): ModelDocument['metrics'][string] | undefined {
  return Object.hasOwn(metrics, name) ? metrics[name] : undefined
}
