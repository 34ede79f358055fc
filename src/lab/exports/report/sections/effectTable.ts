import { metricOfRun } from '../../../../core/run/metricOfRun.ts'
import { mainEffects } from '../../../../core/run/mainEffects.ts'
import type { LevelEffect } from '../../../../core/run/mainEffects.ts'
import type { RunDocument } from '../../../../core/run/runDocument.ts'
import { metricHeading, score, scoreDifference } from '../formatNumbers.ts'
import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'

/** What each value of a sweep's hyperparameters changed on average. Nothing where there is no sweep to speak of. */
export function effectTable(document: RunDocument): Markup {
  const { models, primaryMetric } = document
  const effects = mainEffects(models, primaryMetric)
  if (effects.length === 0) return markup``
  const metric = metricOfRun(document, primaryMetric)
  const row = (name: string, level: LevelEffect) => {
    const { value, candidates, mean, difference, interval } = level
    const range = interval
      ? `${scoreDifference(metric, interval.low)} to ${scoreDifference(metric, interval.high)}`
      : '–'
    const isSure = interval && (interval.low > 0 || interval.high < 0)
    return markup`<tr>
      <th scope="row">${name} = ${String(value)}</th>
      <td class="num">${candidates}</td>
      <td class="num strong">${score(metric, mean)}</td>
      <td class="num">${interval === undefined ? '–' : scoreDifference(metric, difference)}</td>
      <td class="num">${range}</td>
      <td>${interval === undefined ? 'compared with' : isSure ? 'a difference' : 'within the noise'}</td>
    </tr> `
  }
  return markup` <h2>What did each setting change?</h2>
    <table>
      <thead>
        <tr>
          <th scope="col">Setting</th>
          <th scope="col" class="num">Candidates</th>
          <th scope="col" class="num">${metricHeading(metric)}</th>
          <th scope="col" class="num">Change</th>
          <th scope="col" class="num">95 % interval</th>
          <th scope="col">Reads as</th>
        </tr>
      </thead>
      <tbody>
        ${effects.map(({ hyperparameter, levels }) => levels.map((level) => row(hyperparameter, level)))}
      </tbody>
    </table>
    <p class="note">
      Mean over all candidates with this value, whatever their other settings were, against those with the first value of the
      setting, fold by fold (corrected resampled t interval). An average over good and bad settings: it need not hold for the
      best ones. One seed: another changes single networks by more than most settings do.
    </p>`
}
