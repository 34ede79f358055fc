import type { ChartDataset } from 'chart.js'
import { chartConfig } from './chartSpec.ts'
import type { ChartSpec } from './chartSpec.ts'
import { translucent } from './chartTheme.ts'
import type { ChartTheme } from './chartTheme.ts'
import { linearAxis, plainOptions } from './plainOptions.ts'
import { seriesStyle } from './seriesStyle.ts'
import { spansDecades } from './spansDecades.ts'

/** The mean curve of one candidate, with its spread over folds. */
export interface CandidateCurve {
  readonly name: string
  /** Keeps its look while it is selected. */
  readonly slot: number
  readonly epochs: readonly number[]
  readonly mean: readonly number[]
  readonly std: readonly number[]
}

interface CurveWords {
  readonly epoch: string
  readonly mean: string
  readonly std: string
  /** What a unit of the metric is shown as: 100 for shares in percent. */
  readonly unit: number
  readonly format: (value: number) => string
  /** Bounds of the y axis in the shown unit, where there are natural ones. */
  readonly max?: number
}

/** Markers stand this many to a curve. */
const MARKERS = 4
/** Half of the largest marker, in pixels. */
const EDGE = 5

/** Mean curves of several candidates over each other; the band of one standard deviation is the first one's alone. */
export function overlaidCurves(curves: readonly CandidateCurve[], theme: ChartTheme, words: CurveWords): ChartSpec {
  const lines = curves.map((curve) => line(curve, theme, words))
  const [first] = curves
  const means = curves.flatMap(({ mean }) => mean)
  const isLogarithmic = words.max === undefined && spansDecades(means)
  const options = plainOptions<'line'>(theme)
  return {
    config: chartConfig<'line'>({
      type: 'line',
      data: {
        datasets: [
          ...lines,
          ...(first
            ? band(first, theme, {
                ...words,
                ...(isLogarithmic && { min: Math.min(...first.mean.filter(Number.isFinite)) }),
              })
            : []),
        ],
      },
      options: {
        ...options,
        // Lines and markers at the edge, as those at 100 %, are seen whole.
        clip: EDGE,
        plugins: {
          ...options.plugins,
          tooltip: {
            ...options.plugins?.tooltip,
            filter: ({ datasetIndex }) => datasetIndex < lines.length,
            callbacks: {
              title: ([item]) => (item ? `${words.epoch} ${words.format(item.parsed.x ?? 0)}` : ''),
              label: ({ dataset, parsed }) => `${dataset.label ?? ''}  ${words.format(parsed.y ?? NaN)}`,
            },
          },
        },
        scales: {
          x: linearAxis(theme, {
            title: words.epoch,
            min: 0,
            max: Math.max(1, ...curves.map(({ epochs }) => epochs.at(-1) ?? 0)),
            hasGrid: false,
            format: words.format,
          }),
          y: linearAxis(theme, {
            ...(words.max !== undefined && { max: words.max }),
            ticks: 6,
            isLogarithmic,
            format: words.format,
          }),
        },
      },
    }),
    table: tableOf(curves, words),
    canZoom: true,
  }
}

function line(curve: CandidateCurve, theme: ChartTheme, { unit }: CurveWords): ChartDataset<'line'> {
  const { color, dash, pointStyle } = seriesStyle(theme, curve.slot)
  const every = Math.max(1, Math.round(curve.epochs.length / MARKERS))
  const isMarked = (index: number): boolean => index % every === every - 1 || index === curve.epochs.length - 1
  return {
    label: curve.name,
    data: points(curve.epochs, curve.mean, unit),
    borderColor: color,
    backgroundColor: theme.surface,
    borderDash: dash,
    borderWidth: 2,
    pointStyle,
    pointBorderColor: color,
    pointBackgroundColor: theme.surface,
    pointRadius: curve.epochs.map((_, index) => (isMarked(index) ? 3.5 : 0)),
  }
}

/** Two edges without a line, filled in between. */
function band(
  curve: CandidateCurve,
  theme: ChartTheme,
  { unit, max, min }: CurveWords & { readonly min?: number },
): ChartDataset<'line'>[] {
  const { color } = seriesStyle(theme, curve.slot)
  const edge = (sign: number): number[] =>
    curve.mean.map((mean, index) => {
      const value = mean + sign * (curve.std[index] ?? 0)
      // Below the curve there is no end on a logarithmic axis where the spread is as large as the mean.
      const bounded = min === undefined ? value : Math.max(min, value)
      return max === undefined ? bounded : Math.min(max / unit, bounded)
    })
  const look = {
    borderWidth: 0,
    pointRadius: 0,
    pointHoverRadius: 0,
    backgroundColor: translucent(color, theme.bandOpacity),
  }
  return [
    { ...look, label: '', data: points(curve.epochs, edge(1), unit), fill: '+1' },
    { ...look, label: '', data: points(curve.epochs, edge(-1), unit), fill: false },
  ]
}

function points(epochs: readonly number[], values: readonly number[], unit: number): { x: number; y: number }[] {
  return epochs.map((epoch, index) => ({ x: epoch, y: (values[index] ?? NaN) * unit }))
}

function tableOf(curves: readonly CandidateCurve[], { epoch, mean, std, unit }: CurveWords): ChartSpec['table'] {
  const epochs = [...new Set(curves.flatMap((curve) => curve.epochs))].sort((a, b) => a - b)
  const places = curves.map((curve) => new Map(curve.epochs.map((at, index) => [at, index])))
  const cell = (values: readonly number[], at: number | undefined): number | null =>
    at === undefined || !Number.isFinite(values[at]) ? null : values[at] * unit
  return {
    columns: [epoch, ...curves.flatMap(({ name }) => [`${name}, ${mean}`, `${name}, ${std}`])],
    rows: epochs.map((at) => [
      at,
      ...curves.flatMap((curve, index) => {
        const place = places[index]?.get(at)
        return [cell(curve.mean, place), cell(curve.std, place)]
      }),
    ]),
  }
}
