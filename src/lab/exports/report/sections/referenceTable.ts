import { metricOfRun } from '../../../../core/run/metricOfRun.ts'
import type { Metric } from '../../../../core/metrics/metrics.ts'
import { comparisonsWithReferences } from '../../../../core/run/comparisonsOfModels.ts'
import type { ComparisonDocument, ReferenceDocument, RunDocument } from '../../../../core/run/runDocument.ts'
import { decimals, metricHeading, pValue, score, scoreDifference, seconds } from '../formatNumbers.ts'
import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'

/** The reference models with their scores, and the best network against each. Nothing where a run has none. */
export function referenceTable(document: RunDocument): Markup {
  const { references = [], referencesLeftOut = [], primaryMetric } = document
  if (references.length + referencesLeftOut.length === 0) return markup``
  const metric = metricOfRun(document, primaryMetric)
  const compared = new Map(comparisonsWithReferences(document).map((one) => [one.reference, one]))
  const best = [...compared.values()].at(0)?.first
  return markup` <h2>Is the network worth it?</h2>
    <table>
      <thead>
        <tr>
          <th scope="col">Reference model</th>
          <th scope="col" class="num">${metricHeading(metric)}</th>
          <th scope="col" class="num">SD of folds</th>
          <th scope="col" class="num">${best === undefined ? 'Network minus it' : `${best} minus it`}</th>
          <th scope="col" class="num">95 % interval</th>
          <th scope="col" class="num">Adjusted p</th>
          <th scope="col" class="num">Network better</th>
          <th scope="col">Verdict</th>
          <th scope="col" class="num">Time</th>
        </tr>
      </thead>
      <tbody>
        ${references.map((reference) => referenceRow(reference, metric, compared.get(reference.kind)))}
        ${referencesLeftOut.map(({ name, reason }) => noteRow(name, `Left out. ${reason}`))}
      </tbody>
    </table>
    <p class="note">
      Fitted on the same folds, training rows and target as the networks. Class shares and mean: what can be said without a
      feature. Logistic and ridge regression: penalty 1, solved until it stands still. Nearest neighbours: the five nearest.
      Random forest and gradient boosting: Yggdrasil Decision Forests with its own defaults; categories and missing cells as
      they are. Adjusted p: corrected resampled t-test, for the number of reference models (Holm).
    </p>`
}

function referenceRow(
  { name, status, reason, metrics, seconds: time }: ReferenceDocument,
  metric: Metric,
  comparison: ComparisonDocument | undefined,
): Markup {
  if (status !== 'finished') return noteRow(name, reason ?? status)
  const found = Object.hasOwn(metrics, metric.name) ? metrics[metric.name] : undefined
  const { difference, interval, adjustedP, chances, headline } = comparison ?? {}
  const range = interval ? `${scoreDifference(metric, interval.low)} to ${scoreDifference(metric, interval.high)}` : '–'
  return markup`<tr>
    <th scope="row">${name}</th>
    <td class="num strong">${score(metric, found?.mean)}</td>
    <td class="num">${score(metric, found?.std)}</td>
    <td class="num">${difference === undefined ? '–' : scoreDifference(metric, difference)}</td>
    <td class="num">${range}</td>
    <td class="num">${adjustedP === undefined ? '–' : pValue(adjustedP)}</td>
    <td class="num">${chances ? `${decimals(100 * chances.first, 0)} %` : '–'}</td>
    <td>${headline ?? '–'}</td>
    <td class="num">${seconds(time)}</td>
  </tr> `
}

function noteRow(name: string, reason: string): Markup {
  return markup`<tr>
    <th scope="row">${name}</th>
    <td colspan="8">${reason}</td>
  </tr> `
}
