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
      second is better, or both equal within ±${zoneWords} (Bayesian correlated t-test, Benavoli and others). From
      95 % on both are practically the same, or one is better where the adjusted p is below 0.05 too; from 75 % on two models probably do not differ.${
        comparisons.some(({ intervalAbsent }) => intervalAbsent) &&
        ' Where the folds differ all by the same there is no interval: that says nothing of how far others would differ.'
      }
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
function settling({ first, second, settling: forecast }: ComparisonDocument): Markup {
  if (!forecast) return markup``
  const { chance, range, most } = forecast
  const percent = chance < 0.01 ? 'less than 1' : decimals(100 * chance, 0)
  return markup`<p>
    With a chance of ${percent} % up to ${most} repeats of the folds in all settle ${first} against
    ${second}${range && `; where they do, it takes ${rangeWords(range)} in 8 of 10 cases`}. More certainty takes more rows.
  </p>`
}

function rangeWords({ low, high }: { readonly low: number; readonly high: number }): string {
  return low === high ? String(low) : `${String(low)} to ${String(high)}`
}
