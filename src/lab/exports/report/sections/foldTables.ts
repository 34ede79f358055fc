import { metricOfRun } from '../../../../core/run/metricOfRun.ts'
import type { Metric } from '../../../../core/metrics/metrics.ts'
import type { FitDocument, MetricDocument, ModelDocument, RunDocument } from '../../../../core/run/runDocument.ts'
import { metricHeading, score } from '../formatNumbers.ts'
import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'
import { smallTable } from './smallTable.ts'

const MOST_DIVERGED = 200

/** The ranking metric fold by fold, models side by side. */
export function foldTable(document: RunDocument, shown: readonly ModelDocument[]): Markup {
  const metric = metricOfRun(document, document.primaryMetric)
  const places = foldPlaces(shown)
  if (places.length === 0) return markup``
  const hasRepeats = places.some(({ repeat }) => repeat > 0)
  const head = shown.map(({ name }) => markup`<th scope="col" class="num">${name}</th>`)
  const rows = places.map((place) => {
    const cells = shown.map(
      (model) =>
        markup`<td class="num">${foldCell(model, place, (fit) => score(metric, fit.scores?.[metric.name]))}</td>`,
    )
    const label = hasRepeats ? `${String(place.repeat + 1)}.${String(place.fold + 1)}` : String(place.fold + 1)
    return markup`<tr>
      <th scope="row" class="num">${label}</th>
      ${cells}
    </tr>`
  })
  return markup`<h2>Fold by fold</h2>
    ${smallTable(
      markup`<th scope="col" class="num">${hasRepeats ? 'Repeat.fold' : 'Fold'}</th>
          ${head}`,
      rows,
    )}
    <p class="note">${metricHeading(metric)} on held-out rows.</p>`
}

/** Every metric, models side by side. */
export function metricTable(document: RunDocument, shown: readonly ModelDocument[]): Markup {
  const names = [...new Set(shown.flatMap(({ metrics }) => Object.keys(metrics)))]
  if (names.length === 0) return markup``
  const head = shown.map(({ name }) => markup`<th scope="col" class="num">${name}</th>`)
  const rows = names.map((name) => {
    const metric = metricOfRun(document, name)
    const cells = shown.map(({ metrics }) =>
      scoreCell(metric, Object.hasOwn(metrics, name) ? metrics[name] : undefined),
    )
    return markup`<tr>
      <th scope="row">${metricHeading(metric)}</th>
      ${cells}
    </tr>`
  })
  return markup`<h2>All scores</h2>
    ${smallTable(
      markup`<th scope="col">Score</th>
          ${head}`,
      rows,
    )}
    <p class="note">Mean ± population SD over folds. A dash: not defined in any fold.</p>`
}

function scoreCell(metric: Metric, found: MetricDocument | undefined): Markup {
  return markup`<td class="num">
    ${score(metric, found?.mean)} <span class="muted">± ${score(metric, found?.std)}</span>
  </td>`
}

/** Diverged fits by name; nothing where there are none. */
export function divergedTable({ models }: RunDocument): Markup {
  const diverged = models.flatMap(({ name, fitResults }) =>
    fitResults.filter(({ status }) => status === 'diverged').map((fit) => ({ name, fit })),
  )
  if (diverged.length === 0) return markup``
  const rows = diverged.slice(0, MOST_DIVERGED).map(
    ({ name, fit }) =>
      markup`<tr>
        <th scope="row">${name}</th>
        <td class="num">${fit.repeat + 1}</td>
        <td class="num">${fit.fold + 1}</td>
        <td class="num">${fit.outer === undefined ? '–' : fit.outer + 1}</td>
        <td class="num">${fit.diverged?.epoch}</td>
        <td class="num">${fit.diverged?.learningRate}</td>
      </tr>`,
  )
  const some =
    diverged.length > MOST_DIVERGED ? `The first ${String(MOST_DIVERGED)} of ${String(diverged.length)}. ` : ''
  return markup`<h2>Diverged fits</h2>
    ${smallTable(
      markup`<th scope="col">Model</th>
          <th scope="col" class="num">Repeat</th>
          <th scope="col" class="num">Fold</th>
          <th scope="col" class="num">Inside outer fold</th>
          <th scope="col" class="num">Epoch</th>
          <th scope="col" class="num">Learning rate</th>`,
      rows,
    )}
    <p class="note">
      ${some}Their loss became infinite or no number. They are counted as failed and are in no mean above.
    </p>`
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

function foldCell({ fitResults }: ModelDocument, { repeat, fold }: Place, write: (fit: FitDocument) => string): string {
  const fit = fitResults.find((one) => one.outer === undefined && one.repeat === repeat && one.fold === fold)
  if (!fit) return '–'
  return fit.status === 'diverged' ? 'diverged' : write(fit)
}
