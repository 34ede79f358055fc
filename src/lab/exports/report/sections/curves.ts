import type { Metric } from '../../../../core/metrics/metrics.ts'
import type { ModelDocument, RunDocument } from '../../../../core/run/runDocument.ts'
import { heading, note, numbers } from '../blocks.ts'
import type { Block, TableBlock } from '../blocks.ts'
import { metricHeading, score } from '../formatNumbers.ts'
import type { ReportContext } from '../reportContext.ts'
import { foldCurves, meanCurve } from '../svg/foldCurves.ts'
import type { FoldCurves } from '../svg/foldCurves.ts'
import { niceRange } from '../svg/niceTicks.ts'

/** Epochs whose means stand in the table below the figures. */
const TABLE_ROWS = 5
/** The loss axis ends at this multiple of the highest mean, so that one bad fold does not flatten the rest. */
const LOSS_HEADROOM = 1.5
const LOSS = 'loss'

interface Drawn {
  readonly metric: Metric
  readonly curves: readonly FoldCurves[]
}

/** Curves of each model, training against held-out, with the means below them as a table. */
export function curvesSection(context: ReportContext): readonly Block[] {
  const { document, shown, words } = context
  const drawn = historyMetrics(document).map((name) => {
    const metric = metricOfHistory(name, context)
    return { metric, curves: shown.map((model) => curvesOf(model, metric)) }
  })
  if (!drawn.some(({ curves }) => curves.some(({ train }) => train.length > 0))) return []
  const epochs = Math.max(...shown.flatMap(({ fitResults }) => fitResults.map((fit) => fit.epochs)))
  return [
    heading(words.curves.title),
    ...shown.flatMap((model, index) => modelFigures(model, index, { drawn, epochs, context })),
    note(words.curves.note),
  ]
}

function metricOfHistory(name: string, { metricNamed, words }: ReportContext): Metric {
  if (name !== LOSS) return metricNamed(name)
  return { name, title: words.loss, tasks: [], isGreaterBetter: false, isFraction: false }
}

/** The ranking metric where its history was kept, else another that was, and the loss. */
function historyMetrics({ primaryMetric: name, models }: RunDocument): readonly string[] {
  const kept = models.flatMap(({ fitResults }) => fitResults.flatMap(({ history }) => Object.keys(history ?? {})))
  const others = [...new Set(kept)].filter((key) => key !== LOSS && !key.startsWith('val'))
  const first = others.includes(name) ? name : others.at(0)
  return first === undefined ? [LOSS] : [first, LOSS]
}

function curvesOf({ fitResults }: ModelDocument, metric: Metric): FoldCurves {
  const heldOutName = `val${metric.name.charAt(0).toUpperCase()}${metric.name.slice(1)}`
  const outermost = fitResults.filter(({ outer, status }) => outer === undefined && status === 'finished')
  const history = (key: string) =>
    outermost.flatMap((fit) => (fit.history && Object.hasOwn(fit.history, key) ? [fit.history[key]] : []))
  return { train: history(metric.name), heldOut: history(heldOutName) }
}

interface CurveParts {
  readonly drawn: readonly Drawn[]
  readonly epochs: number
  readonly context: ReportContext
}

function modelFigures(model: ModelDocument, index: number, parts: CurveParts): readonly Block[] {
  const own = parts.drawn.filter(({ curves }) => curves[index].train.length > 0)
  if (own.length === 0) return []
  const { curves: texts } = parts.context.words
  const drawings = own.map(({ metric, curves }) =>
    foldCurves(curves[index], index, metric, {
      ...rangeOf(metric, curves),
      epochs: parts.epochs,
      epoch: texts.epoch,
      label: texts.label(model.name, metric.title),
    }),
  )
  return [{ kind: 'figure', title: model.name, drawings, isPair: true }, curveTable(index, { ...parts, drawn: own })]
}

/** One range for all models of a row of figures, so that they can be compared by eye. */
function rangeOf(metric: Metric, curves: readonly FoldCurves[]): { readonly low: number; readonly high: number } {
  const all = curves.flatMap(({ train, heldOut }) => [...train, ...heldOut])
  const means = curves.flatMap(({ train, heldOut }) => [...meanCurve(train), ...meanCurve(heldOut)])
  const highest = means.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, value) : most), 0)
  const cap = metric.name === LOSS ? highest * LOSS_HEADROOM : Infinity
  const [low, high] = niceRange(
    all.flat().filter((value) => value <= cap),
    4,
  )
  return { low, high }
}

function curveTable(index: number, { drawn, epochs, context: { words } }: CurveParts): TableBlock {
  const rows = Array.from({ length: Math.min(TABLE_ROWS, epochs) }, (_, row) =>
    Math.max(1, Math.round((epochs * (row + 1)) / Math.min(TABLE_ROWS, epochs))),
  )
  const columns = drawn.flatMap(({ metric, curves }) => [
    { metric, title: words.curves.training(metricHeading(metric)), values: meanCurve(curves[index].train) },
    { metric, title: words.curves.heldOut(metricHeading(metric)), values: meanCurve(curves[index].heldOut) },
  ])
  return {
    kind: 'table',
    isSmall: true,
    columns: [numbers(words.curves.epoch), ...columns.map(({ title }) => numbers(title))],
    rows: rows.map((epoch) => [
      String(epoch),
      ...columns.map(({ metric, values }) => score(metric, values.at(epoch - 1) ?? null)),
    ]),
  }
}
