import { scoringSentences } from '../../../../core/run/scoringSentences.ts'
import { metricOfRun } from '../../../../core/run/metricOfRun.ts'
import type { ModelDocument, RunDocument } from '../../../../core/run/runDocument.ts'
import type { Metric } from '../../../../core/metrics/metrics.ts'
import { count, metricHeading, score, seconds } from '../formatNumbers.ts'
import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'
import { dotStrip } from '../svg/dotStrip.ts'
import { seriesKey } from '../svg/marker.ts'
import { MOST_SERIES, seriesStyle } from '../svg/seriesStyle.ts'
import { MOST_ROWS, modelsInOrder } from '../shownModels.ts'

/** The ranking metric of the first models, with deviations, interval, size and time; below it every fold as a mark. */
export function scoreTable(document: RunDocument, shown: readonly ModelDocument[]): Markup {
  const metric = metricOfRun(document, document.primaryMetric)
  const models = modelsInOrder(document)
  const some =
    models.length > MOST_ROWS &&
    `The best ${String(MOST_ROWS)} of ${String(models.length)} candidates; all are in the appendix. `
  const interval = document.models.map((model) => scoreOf(model, metric)?.interval).find((one) => !!one)
  const method = interval ? `Interval: ${interval.method}.` : 'No interval: it takes two folds.'
  return markup` ${table(models.slice(0, MOST_ROWS), metric, shown)}
    <p class="note">
      ${some}Mean over held-out folds. SD of folds: population, as numpy’s <code>std()</code>; sample SD: divisor n − 1.
      ${method} Time: share of the training process; fits that train together share it.
      ${scoringSentences(document).join(' ')}
    </p>
    ${shown.length > 0 && strip(shown, metric, document.models.length)}`
}

/** All candidates of a sweep that the table above has no room for; nothing where it has. */
export function candidateAppendix(document: RunDocument, shown: readonly ModelDocument[]): Markup {
  const models = modelsInOrder(document)
  if (models.length <= MOST_ROWS) return markup``
  return markup`<h2>Appendix: all candidates</h2>
    ${table(models, metricOfRun(document, document.primaryMetric), shown)}`
}

function table(models: readonly ModelDocument[], metric: Metric, shown: readonly ModelDocument[]): Markup {
  return markup`<table>
      <thead>
        <tr>
          <th scope="col">Model</th>
          <th scope="col" class="num">${metricHeading(metric)}</th>
          <th scope="col" class="num">SD of folds</th>
          <th scope="col" class="num">Sample SD</th>
          <th scope="col" class="num">95 % interval</th>
          <th scope="col" class="num">Parameters</th>
          <th scope="col" class="num">Time</th>
        </tr>
      </thead>
      <tbody>
        ${models.map((model) => scoreRow(model, metric, shown))}
      </tbody>
    </table>`
}

function scoreRow(model: ModelDocument, metric: Metric, shown: readonly ModelDocument[]): Markup {
  const found = scoreOf(model, metric)
  const interval = found?.interval
    ? markup`${score(metric, found.interval.low, 1)} to ${score(metric, found.interval.high, 1)}`
    : '–'
  const place = shown.indexOf(model)
  const key = place < 0 ? null : seriesKey(seriesStyle(place))
  const failed =
    model.failed === 0 ? null : markup` <span class="bad">${model.failed} of ${model.fits} fits diverged</span>`
  return markup`<tr>
    <th scope="row">${key}${model.name}${failed}</th>
    <td class="num strong">${score(metric, found?.mean)}</td>
    <td class="num">${score(metric, found?.std)}</td>
    <td class="num">${score(metric, found?.sampleStd)}</td>
    <td class="num">${interval}</td>
    <td class="num">${count(model.parameters)}</td>
    <td class="num">${seconds(model.seconds)}</td>
  </tr> `
}

function strip(shown: readonly ModelDocument[], metric: Metric, models: number): Markup {
  const rows = shown.flatMap((model) => {
    const found = scoreOf(model, metric)
    return found ? [{ name: model.name, metric: found }] : []
  })
  const some = models > MOST_SERIES ? ` The best ${String(shown.length)} of ${String(models)}.` : ''
  return markup`<figure>
    ${dotStrip(rows, metric)}
    <figcaption>
      Figure 1. Held-out ${metric.title} of each fold, mean (bar) and one SD (line). Equal scores are stacked.${some}
    </figcaption>
  </figure>`
}

function scoreOf({ metrics }: ModelDocument, { name }: Metric): ModelDocument['metrics'][string] | undefined {
  return Object.hasOwn(metrics, name) ? metrics[name] : undefined
}
