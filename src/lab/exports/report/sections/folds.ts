import type { FitDocument, MetricDocument, ModelDocument } from '../../../../core/run/runDocument.ts'
import type { Metric } from '../../../../core/metrics/metrics.ts'
import { heading, note, numbers } from '../blocks.ts'
import type { Block, Cell } from '../blocks.ts'
import { metricHeading, score } from '../formatNumbers.ts'
import { joined } from '../reportContext.ts'
import type { ReportContext } from '../reportContext.ts'

const MOST_DIVERGED = 200

/** The ranking metric fold by fold, models side by side. */
export function foldsSection({ shown, words, metric }: ReportContext): readonly Block[] {
  const places = foldPlaces(shown)
  if (places.length === 0) return []
  const hasRepeats = places.some(({ repeat }) => repeat > 0)
  const { title, fold, repeatFold, diverged } = words.folds
  const cell = (model: ModelDocument, place: Place) => {
    const fit = fitAt(model, place)
    if (!fit) return '–'
    return fit.status === 'diverged' ? diverged : score(metric, fit.scores?.[metric.name])
  }
  return [
    heading(title),
    {
      kind: 'table',
      isSmall: true,
      columns: [numbers(hasRepeats ? repeatFold : fold), ...shown.map(({ name }) => numbers(name))],
      rows: places.map((place) => [
        hasRepeats ? `${String(place.repeat + 1)}.${String(place.fold + 1)}` : String(place.fold + 1),
        ...shown.map((model) => cell(model, place)),
      ]),
    },
    note(words.folds.note(metricHeading(metric))),
  ]
}

/** Every metric, models side by side. */
export function metricsSection({ shown, words, metricNamed }: ReportContext): readonly Block[] {
  const names = [...new Set(shown.flatMap(({ metrics }) => Object.keys(metrics)))]
  if (names.length === 0) return []
  return [
    heading(words.metrics.title),
    {
      kind: 'table',
      isSmall: true,
      columns: [{ title: words.metrics.score }, ...shown.map(({ name }) => numbers(name))],
      rows: names.map((name) => {
        const metric = metricNamed(name)
        const cells = shown.map(({ metrics }) =>
          scoreCell(metric, Object.hasOwn(metrics, name) ? metrics[name] : undefined),
        )
        return [metricHeading(metric), ...cells]
      }),
    },
    note(words.metrics.note),
  ]
}

function scoreCell(metric: Metric, found: MetricDocument | undefined): Cell {
  return { text: score(metric, found?.mean), after: `± ${score(metric, found?.std)}` }
}

/** Diverged fits by name; nothing where there are none. */
export function divergedSection({ document: { models }, words }: ReportContext): readonly Block[] {
  const diverged = models.flatMap(({ name, fitResults }) =>
    fitResults.filter(({ status }) => status === 'diverged').map((fit) => ({ name, fit })),
  )
  if (diverged.length === 0) return []
  const { title, repeat, outer, learningRate, some, note: text } = words.diverged
  const heads = [repeat, words.folds.fold, outer, words.curves.epoch, learningRate]
  return [
    heading(title),
    {
      kind: 'table',
      isSmall: true,
      columns: [{ title: words.scores.model }, ...heads.map(numbers)],
      rows: diverged
        .slice(0, MOST_DIVERGED)
        .map(({ name, fit }) => [
          name,
          String(fit.repeat + 1),
          String(fit.fold + 1),
          fit.outer === undefined ? '–' : String(fit.outer + 1),
          String(fit.diverged?.epoch ?? '–'),
          String(fit.diverged?.learningRate ?? '–'),
        ]),
    },
    note(joined(words, diverged.length > MOST_DIVERGED && some(MOST_DIVERGED, diverged.length), text)),
  ]
}

interface Place {
  readonly repeat: number
  readonly fold: number
}

function foldPlaces(models: readonly ModelDocument[]): readonly Place[] {
  const places = new Map<string, Place>()
  for (const { fitResults } of models) {
    for (const { outer, repeat, fold } of fitResults) {
      if (outer === undefined) places.set(`${String(repeat)}/${String(fold)}`, { repeat, fold })
    }
  }
  return [...places.values()].sort((a, b) => a.repeat - b.repeat || a.fold - b.fold)
}

function fitAt({ fitResults }: ModelDocument, { repeat, fold }: Place): FitDocument | undefined {
  return fitResults.find((one) => one.outer === undefined && one.repeat === repeat && one.fold === fold)
}
