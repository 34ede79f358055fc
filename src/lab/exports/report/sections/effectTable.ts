import type { Metric } from '../../../../core/metrics/metrics.ts'
import { interactions } from '../../../../core/run/interactions.ts'
import type { Interaction } from '../../../../core/run/interactions.ts'
import { metricOfRun } from '../../../../core/run/metricOfRun.ts'
import { mainEffects } from '../../../../core/run/mainEffects.ts'
import type { LevelEffect, MainEffect } from '../../../../core/run/mainEffects.ts'
import type { RunDocument } from '../../../../core/run/runDocument.ts'
import { metricHeading, pValue, score, scoreDifference } from '../formatNumbers.ts'
import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'
import { intervalStrip } from '../svg/intervalStrip.ts'

/** Rows of the table of interactions. */
const MOST_INTERACTIONS = 10
const LEVEL = 0.05

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
    return markup`<tr>
      <th scope="row">${name} = ${String(value)}</th>
      <td class="num">${candidates}</td>
      <td class="num strong">${score(metric, mean)}</td>
      <td class="num">${interval === undefined ? '–' : scoreDifference(metric, difference)}</td>
      <td class="num">${range}</td>
      <td>${effectWords(level)}</td>
    </tr> `
  }
  return markup` <h2>What did each setting change?</h2>
    <figure>${effectFigure(effects, metric)}</figure>
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
      Each value against the first one of its setting, the other settings being equal: a least squares fit on all settings, fold by
      fold. The interval allows for the folds, which share training rows, and for the candidates that happened to be tried. It is an
      average over good and bad settings, which need not hold for the best ones. One seed: another changes single networks by more
      than most settings do.
    </p>
    ${interactionTable(interactions(models, primaryMetric), metric)}`
}

/** What a value changed, in words: compared with the first one. */
export function effectWords({ interval }: LevelEffect): string {
  if (interval === undefined) return 'compared with'
  return interval && (interval.low > 0 || interval.high < 0) ? 'a difference' : 'within the noise'
}

function effectFigure(effects: readonly MainEffect[], metric: Metric): Markup {
  const unit = metric.isFraction ? 100 : 1
  const rows = effects.flatMap(({ hyperparameter, levels: [, ...levels] }) =>
    levels.map(({ value, difference, interval }) => ({
      name: `${hyperparameter} = ${String(value)}`,
      value: difference * unit,
      ...(interval && { interval: { low: interval.low * unit, high: interval.high * unit } }),
    })),
  )
  const axis = `Change of ${metric.title}${metric.isFraction ? ', points' : ''}`
  return intervalStrip(rows, {
    label: `${axis}, of each value against the first one, with 95 % intervals`,
    axis,
    origin: 0,
  })
}

/** The interactions that a report lists: those that are not within the noise, the strongest first. */
export function shownInteractions(found: readonly Interaction[]): {
  readonly shown: readonly Interaction[]
  /** Before they were cut. */
  readonly of: number
} {
  const clear = found.filter(({ adjustedP }) => adjustedP < LEVEL)
  return { shown: clear.slice(0, MOST_INTERACTIONS), of: clear.length }
}

/** What two settings did together, beyond what each did alone. */
function interactionTable(found: readonly Interaction[], metric: Metric): Markup {
  if (found.length === 0) return markup``
  const { shown, of } = shownInteractions(found)
  if (shown.length === 0)
    return markup` <h3>Which settings act together?</h3>
      <p>
        No interaction is shown: in ${String(found.length)} pairs of values the effect of one setting did not depend on the other by
        more than the noise of the folds.
      </p>`
  return markup` <h3>Which settings act together?</h3>
    <table>
      <thead>
        <tr>
          <th scope="col">Settings</th>
          <th scope="col" class="num">Candidates</th>
          <th scope="col" class="num">Beyond the sum</th>
          <th scope="col" class="num">95 % interval</th>
          <th scope="col" class="num">Adjusted p</th>
        </tr>
      </thead>
      <tbody>
        ${shown.map(
          (one) =>
            markup`<tr>
              <th scope="row">${interactionName(one)}</th>
              <td class="num">${one.candidates}</td>
              <td class="num strong">${scoreDifference(metric, one.difference)}</td>
              <td class="num">
                ${one.interval ? `${scoreDifference(metric, one.interval.low)} to ${scoreDifference(metric, one.interval.high)}` : '–'}
              </td>
              <td class="num">${pValue(one.adjustedP)}</td>
            </tr> `,
        )}
      </tbody>
    </table>
    <p class="note">
      ${of > shown.length && `The first ${String(shown.length)} of ${String(of)}. `}How much both values
      together change the score beyond the sum of what each changes alone, after the effects of all settings are taken out. t-test over
      folds and candidates, adjusted for ${String(found.length)} pairs of values after Holm.
    </p>`
}

/** Both settings of an interaction. */
export function interactionName({ first, second }: Interaction): string {
  return [first, second].map(({ hyperparameter, value }) => `${hyperparameter} = ${String(value)}`).join(', ')
}
