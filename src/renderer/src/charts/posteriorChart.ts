import type { ChartDataset } from 'chart.js'
import type { PosteriorDensity } from '../../../core/statistics/posteriorDensity.ts'
import { chartConfig } from './chartSpec.ts'
import type { ChartSpec } from './chartSpec.ts'
import { translucent } from './chartTheme.ts'
import type { ChartTheme } from './chartTheme.ts'
import { linearAxis, plainOptions } from './plainOptions.ts'
import { seriesStyle } from './seriesStyle.ts'

/** A difference between two candidates in the unit it is shown in. */
export interface ShownDifference {
  readonly density: PosteriorDensity
  readonly difference: number
  readonly interval: { readonly low: number; readonly high: number }
  /** Half width of the region of practical equivalence. */
  readonly zone: number
  /** Slots of the candidates. */
  readonly first: number
  readonly second: number
  /** Whether differences above zero speak for the first. */
  readonly isGreaterBetter: boolean
}

interface PosteriorWords {
  readonly difference: string
  readonly density: string
  readonly format: (value: number) => string
}

/** How sure a difference is: its posterior, coloured by who would be better, with the zone, the interval and the mean. */
export function posteriorChart(shown: ShownDifference, theme: ChartTheme, words: PosteriorWords): ChartSpec {
  const { density, zone, difference, interval } = shown
  const reach = Math.max(zone * 1.5, ...density.differences.map((value) => Math.abs(value - difference))) * 1.02
  const above = shown.isGreaterBetter ? shown.first : shown.second
  const below = shown.isGreaterBetter ? shown.second : shown.first
  const { color: upper } = seriesStyle(theme, above)
  const { color: lower } = seriesStyle(theme, below)
  const colorAt = (value: number): string => (value > zone ? upper : value < -zone ? lower : theme.neutral)
  return {
    config: chartConfig<'line'>({
      type: 'line',
      data: {
        datasets: [
          marker([{ x: difference, y: 0 }], { pointStyle: 'rectRot', pointRadius: 5, backgroundColor: theme.text }),
          marker(
            [
              { x: interval.low, y: 0 },
              { x: interval.high, y: 0 },
            ],
            { borderColor: theme.text, borderWidth: 3 },
          ),
          {
            label: words.density,
            data: density.differences.map((value, index) => ({ x: value, y: density.densities[index] ?? 0 })),
            borderColor: theme.ink,
            borderWidth: 1.25,
            pointRadius: 0,
            pointHoverRadius: 0,
            fill: 'origin',
            segment: {
              backgroundColor: ({ p0, p1 }) =>
                translucent(colorAt(((p0.parsed.x ?? 0) + (p1.parsed.x ?? 0)) / 2), 0.32),
            },
          },
        ],
      },
      options: {
        ...plainOptions<'line'>(theme),
        events: [],
        layout: { padding: { top: 2 } },
        plugins: {
          legend: { display: false },
          tooltip: { enabled: false },
          marks: { list: [{ kind: 'zone', from: -zone, to: zone, color: translucent(theme.axis, 0.3) }] },
        },
        scales: {
          x: linearAxis(theme, {
            min: difference - reach,
            max: difference + reach,
            hasGrid: false,
            ticks: 7,
            format: words.format,
          }),
          y: { display: false, min: -0.06, max: 1.08 },
        },
      },
    }),
    table: {
      columns: [words.difference, words.density],
      rows: density.differences.map((value, index) => [value, density.densities[index] ?? null]),
    },
  }
}

function marker(data: { x: number; y: number }[], look: object): ChartDataset<'line'> {
  return { label: '', data, pointRadius: 0, fill: false, ...look }
}
