import type { Metric } from '../../../../core/metrics/metrics.ts'
import { metricOrPlain } from '../../../../core/metrics/primaryMetric.ts'
import type { ModelDocument, RunDocument } from '../../../../core/run/runDocument.ts'
import { metricHeading, score } from '../formatNumbers.ts'
import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'
import { smallTable } from './smallTable.ts'
import { foldCurves, meanCurve } from '../svg/foldCurves.ts'
import type { FoldCurves } from '../svg/foldCurves.ts'
import { niceRange } from '../svg/niceTicks.ts'

/** Epochs whose means stand in the table beside the figures. */
const TABLE_ROWS = 5
/** The loss axis ends at this multiple of the highest mean, so that one bad fold does not flatten the rest. */
const LOSS_HEADROOM = 1.5

const LOSS: Metric = { name: 'loss', title: 'loss', tasks: [], isGreaterBetter: false, isFraction: false }

interface Drawn {
  readonly metric: Metric
  readonly curves: readonly FoldCurves[]
}

/** Curves of each model, training against held-out, with the means beside them as a table. */
export function curveFigures(document: RunDocument, shown: readonly ModelDocument[]): Markup {
  const metrics = historyMetrics(document)
  const drawn = metrics.map((metric) => ({ metric, curves: shown.map((model) => curvesOf(model, metric)) }))
  if (!drawn.some(({ curves }) => curves.some(({ train }) => train.length > 0))) return markup``
  const epochs = Math.max(...shown.flatMap(({ fitResults }) => fitResults.map((fit) => fit.epochs)))
  return markup` <h2>How they learned</h2>
    ${shown.map((model, index) => modelFigures(model, index, drawn, epochs))}
    <p class="note">
      Thin: each fold, held out. Thick: their mean. Dashed grey: mean over folds on the training rows, as a running mean
      within each epoch. No smoothing. Folds far above every mean leave the axis of the loss.
    </p>`
}

/** The ranking metric where its history was kept, else another that was, and the loss. */
function historyMetrics({ primaryMetric: name, models }: RunDocument): readonly Metric[] {
  const kept = models.flatMap(({ fitResults }) => fitResults.flatMap(({ history }) => Object.keys(history ?? {})))
  const others = [...new Set(kept)].filter((key) => key !== 'loss' && !key.startsWith('val'))
  const first = others.includes(name) ? name : others.at(0)
  return first === undefined ? [LOSS] : [metricOrPlain(first), LOSS]
}

function curvesOf({ name, fitResults }: ModelDocument, metric: Metric): FoldCurves {
  const heldOutName = `val${metric.name.charAt(0).toUpperCase()}${metric.name.slice(1)}`
  const outermost = fitResults.filter(({ outer, status }) => outer === undefined && status === 'finished')
  const history = (key: string) =>
    outermost.flatMap((fit) => (fit.history && Object.hasOwn(fit.history, key) ? [fit.history[key]] : []))
  return { name, train: history(metric.name), heldOut: history(heldOutName) }
}

function modelFigures(model: ModelDocument, index: number, drawn: readonly Drawn[], epochs: number): Markup {
  const own = drawn.filter(({ curves }) => curves[index].train.length > 0)
  if (own.length === 0) return markup``
  const figures = own.map(({ metric, curves }) =>
    foldCurves(curves[index], index, metric, { ...rangeOf(metric, curves), epochs }),
  )
  return markup`<figure class="curves">
    <figcaption class="above"><strong>${model.name}</strong></figcaption>
    <div class="pair">${figures}</div>
    ${curveTable(index, own, epochs)}
  </figure>`
}

/** One range for all models of a row of figures, so that they can be compared by eye. */
function rangeOf(metric: Metric, curves: readonly FoldCurves[]): { readonly low: number; readonly high: number } {
  const all = curves.flatMap(({ train, heldOut }) => [...train, ...heldOut])
  const means = curves.flatMap(({ train, heldOut }) => [...meanCurve(train), ...meanCurve(heldOut)])
  const highest = means.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, value) : most), 0)
  const cap = metric === LOSS ? highest * LOSS_HEADROOM : Infinity
  const [low, high] = niceRange(
    all.flat().filter((value) => value <= cap),
    4,
  )
  return { low, high }
}

function curveTable(index: number, drawn: readonly Drawn[], epochs: number): Markup {
  const rows = Array.from({ length: Math.min(TABLE_ROWS, epochs) }, (_, row) =>
    Math.max(1, Math.round((epochs * (row + 1)) / Math.min(TABLE_ROWS, epochs))),
  )
  const columns = drawn.flatMap(({ metric, curves }) => [
    { metric, title: `${metricHeading(metric)}, training`, values: meanCurve(curves[index].train) },
    { metric, title: `${metricHeading(metric)}, held out`, values: meanCurve(curves[index].heldOut) },
  ])
  const head = columns.map(({ title }) => markup`<th scope="col" class="num">${title}</th>`)
  const body = rows.map((epoch) => {
    const cells = columns.map(
      ({ metric, values }) => markup`<td class="num">${score(metric, values.at(epoch - 1) ?? null)}</td>`,
    )
    return markup`<tr>
      <th scope="row" class="num">${epoch}</th>
      ${cells}
    </tr>`
  })
  return smallTable(
    markup`<th scope="col" class="num">Epoch</th>
        ${head}`,
    body,
  )
}
