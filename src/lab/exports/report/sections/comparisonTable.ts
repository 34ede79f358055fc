import { metricOrPlain } from '../../../../core/metrics/primaryMetric.ts'
import { comparisonsOfModels } from '../../../../core/run/comparisonsOfModels.ts'
import type { ComparisonDocument, RunDocument } from '../../../../core/run/runDocument.ts'
import { decimals, pValue, scoreDifference, significant } from '../formatNumbers.ts'
import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'

/** Rows of a large sweep; the rest is in the embedded document. */
const MOST_ROWS = 40

/** Every pair that was compared: difference, interval, p, chances, verdict. */
export function comparisonTable(document: RunDocument): Markup {
  const { models } = document
  const comparisons = comparisonsOfModels(document)
  if (models.length < 2) return markup``
  if (comparisons.length === 0)
    return markup`<h2>Are the differences real?</h2>
      <p>Fewer than two folds are shared by two models: there is nothing to test.</p>`
  const [{ metric: name, zone, folds }] = comparisons
  const metric = metricOrPlain(name)
  const zoneWords = metric.isFraction ? `${decimals(100 * zone, 1)} point` : significant(zone)
  const rows = comparisons.slice(0, MOST_ROWS)
  return markup` <h2>Are the differences real?</h2>
    <table>
      <thead>
        <tr>
          <th scope="col">Pair</th>
          <th scope="col" class="num">${metric.isFraction ? 'Points' : 'Difference'}</th>
          <th scope="col" class="num">95 % interval</th>
          <th scope="col" class="num">p</th>
          <th scope="col" class="num">Adjusted p</th>
          <th scope="col" class="num">First</th>
          <th scope="col" class="num">Equal</th>
          <th scope="col" class="num">Second</th>
          <th scope="col">Verdict</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(comparisonRow)}
      </tbody>
    </table>
    <p class="note">
      ${comparisons.length > MOST_ROWS && `The first ${String(MOST_ROWS)} of ${String(comparisons.length)} comparisons. `}On
      ${folds} shared folds. p: corrected resampled t-test (Nadeau and Bengio), adjusted for ${comparisons.length}
      comparison${comparisons.length > 1 && 's'} after Holm. First, equal, second: the chance that the first or the
      second is better, or both equal within ±${zoneWords} (Bayesian correlated t-test, Benavoli and others). A verdict
      is sure from 95 % on.
    </p>
    ${settling(comparisons[0])}`
}

function comparisonRow(comparison: ComparisonDocument): Markup {
  const { first, second, difference, interval, p, adjustedP, chances, headline } = comparison
  const metric = metricOrPlain(comparison.metric)
  const range = interval ? `${scoreDifference(metric, interval.low)} to ${scoreDifference(metric, interval.high)}` : '–'
  const percent = (chance: number) => `${decimals(100 * chance, 0)} %`
  return markup`<tr>
    <th scope="row">${first}, ${second}</th>
    <td class="num">${scoreDifference(metric, difference)}</td>
    <td class="num">${range}</td>
    <td class="num">${pValue(p)}</td>
    <td class="num">${pValue(adjustedP)}</td>
    <td class="num">${percent(chances.first)}</td>
    <td class="num">${percent(chances.equal)}</td>
    <td class="num">${percent(chances.second)}</td>
    <td>${headline}</td>
  </tr> `
}

/** What it would take to be sure about the first pair. */
function settling({ first, second, verdict, repeatsToSettle }: ComparisonDocument): Markup {
  if (verdict === 'firstBetter' || verdict === 'secondBetter' || verdict === 'same') return markup``
  if (repeatsToSettle === null) {
    return markup`<p>
      No number of repeats on this dataset would settle ${first} against ${second}, if the folds go on to differ as they
      do: that takes more rows.
    </p>`
  }
  return markup`<p>
    If the folds go on to differ as they do, ${repeatsToSettle} repeats of the folds in all would settle ${first}
    against ${second}.
  </p>`
}
