import { metricOfRun } from '../../../../core/run/metricOfRun.ts'
import type { RunDocument } from '../../../../core/run/runDocument.ts'
import { metricHeading, score, scoreDifference } from '../formatNumbers.ts'
import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'
import { intervalStrip } from '../svg/intervalStrip.ts'

/** The winner's score beside two estimates of what it is without the luck of having been chosen. */
export function optimismTable(document: RunDocument): Markup {
  const { optimism, nested } = document
  if (!optimism) return markup``
  const { metric: name, candidates, winner, naive, tibshirani, bootstrap } = optimism
  const metric = metricOfRun(document, name)
  const rows: readonly (readonly [string, number, number, string])[] = [
    ['Mean over folds', naive, 0, 'The folds that chose it also score it.'],
    ...(tibshirani
      ? [['Tibshirani and Tibshirani', tibshirani.corrected, tibshirani.corrected - naive, FOLDS] as const]
      : []),
    ...(bootstrap
      ? [[BOOTSTRAP, bootstrap.corrected, bootstrap.corrected - naive, rowsWords(bootstrap)] as const]
      : []),
  ]
  const unit = metric.isFraction ? 100 : 1
  const estimates = rows.map(([estimate, value]) => {
    const interval = estimate === BOOTSTRAP ? bootstrap?.interval : undefined
    return {
      name: estimate,
      value: value * unit,
      ...(interval && { interval: { low: interval.low * unit, high: interval.high * unit } }),
    }
  })
  const label = `Estimates of the ${metric.title} of ${winner} on new rows`
  return markup` <h2>What did choosing the best cost?</h2>
    <figure>${intervalStrip(estimates, { label, axis: metricHeading(metric) })}</figure>
    <table>
      <thead>
        <tr>
          <th scope="col">Estimate for ${winner}, best of ${candidates}</th>
          <th scope="col" class="num">${metricHeading(metric)}</th>
          <th scope="col" class="num">Change</th>
          <th scope="col">From</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([what, value, change, from]) =>
            markup`<tr>
              <th scope="row">${what}</th>
              <td class="num strong">${score(metric, value)}</td>
              <td class="num">${change === 0 ? '–' : scoreDifference(metric, change)}</td>
              <td>${from}</td>
            </tr> `,
        )}
      </tbody>
    </table>
    <p class="note">
      Tibshirani and Tibshirani (2009); Tsamardinos, Greasidou and Borboudakis (2018). Nothing is trained again for them.
      ${nested ? null : 'A nested protocol trains again, and estimates it without such assumptions.'}
    </p>`
}

const BOOTSTRAP = 'Bootstrap bias corrected'
const FOLDS = 'How far the best of each fold is ahead of it there; on small folds this takes away too much.'

function rowsWords({ samples }: { readonly samples: number }): string {
  return `Choosing on rows drawn with replacement, scoring on the rest, ${String(samples)} times.`
}
