import { heading, note, numbers } from '../blocks.ts'
import type { Block } from '../blocks.ts'
import { metricHeading, score, scoreDifference } from '../formatNumbers.ts'
import { joined } from '../reportContext.ts'
import type { ReportContext } from '../reportContext.ts'
import { intervalStrip } from '../svg/intervalStrip.ts'

/** The winner's score beside two estimates of what it is without the luck of having been chosen. */
export function optimismSection({ document, words, metricNamed }: ReportContext): readonly Block[] {
  const { optimism, nested } = document
  if (!optimism) return []
  const { metric: name, candidates, winner, naive, tibshirani, bootstrap } = optimism
  const texts = words.optimism
  const metric = metricNamed(name)
  const estimates = [
    { name: texts.naive, value: naive, from: texts.naiveFrom },
    ...(tibshirani ? [{ name: texts.tibshirani, value: tibshirani.corrected, from: texts.tibshiraniFrom }] : []),
    ...(bootstrap
      ? [
          {
            name: texts.bootstrap,
            value: bootstrap.corrected,
            from: texts.bootstrapFrom(bootstrap.samples),
            interval: bootstrap.interval,
          },
        ]
      : []),
  ]
  const unit = metric.isFraction ? 100 : 1
  const drawn = estimates.map(({ name: estimate, value, interval }) => ({
    name: estimate,
    value: value * unit,
    ...(interval && { interval: { low: interval.low * unit, high: interval.high * unit } }),
  }))
  const label = texts.label(metric.title, winner)
  return [
    heading(texts.title),
    { kind: 'figure', drawings: [intervalStrip(drawn, { label, axis: metricHeading(metric) })] },
    {
      kind: 'table',
      columns: [
        { title: texts.estimate(winner, candidates) },
        numbers(metricHeading(metric)),
        numbers(texts.change),
        { title: texts.from },
      ],
      rows: estimates.map(({ name: estimate, value, from }) => [
        estimate,
        { text: score(metric, value), isStrong: true },
        value === naive ? '–' : scoreDifference(metric, value - naive),
        from,
      ]),
    },
    note(joined(words, texts.note, !nested && texts.nested)),
  ]
}
