import type { ChartDataset } from 'chart.js'
import { chartConfig } from './chartSpec.ts'
import type { ChartSpec } from './chartSpec.ts'
import { translucent } from './chartTheme.ts'
import type { ChartTheme } from './chartTheme.ts'
import { linearAxis, plainOptions } from './plainOptions.ts'
import { seriesStyle } from './seriesStyle.ts'

/** The folds of one candidate. */
export interface StripRow {
  readonly name: string
  readonly slot: number
  readonly mean: number | null
  readonly std: number | null
  readonly folds: readonly (number | null)[]
}

interface StripWords {
  readonly metric: string
  readonly candidate: string
  readonly fold: string
  readonly unit: number
  readonly format: (value: number) => string
}

/** Equal scores stand above each other by this part of a row. */
const STACK = 0.19

/** Every fold's score as a mark on its candidate's line, with mean and one standard deviation. */
export function dotStrip(rows: readonly StripRow[], theme: ChartTheme, words: StripWords): ChartSpec {
  const options = plainOptions<'scatter'>(theme)
  return {
    config: chartConfig<'scatter'>({
      type: 'scatter',
      data: { datasets: rows.flatMap((row, index) => stripOf(row, index, theme, words)) },
      options: {
        ...options,
        interaction: { mode: 'nearest', intersect: true },
        plugins: {
          ...options.plugins,
          tooltip: {
            ...options.plugins?.tooltip,
            callbacks: { label: ({ dataset, parsed }) => `${dataset.label ?? ''}  ${words.format(parsed.x ?? NaN)}` },
          },
        },
        scales: {
          x: linearAxis(theme, {
            ...boundsOf(rows, words.unit),
            title: words.metric,
            hasGrid: false,
            ticks: 8,
            format: words.format,
          }),
          y: {
            type: 'linear',
            reverse: true,
            min: -0.75,
            max: rows.length - 0.5,
            border: { display: false },
            grid: { color: theme.grid, drawTicks: false },
            afterBuildTicks: (axis) => {
              axis.ticks = rows.map((_, value) => ({ value }))
            },
            ticks: {
              color: theme.text,
              font: { family: theme.fontFamily, size: 11 },
              callback: (value) => shortName(rows[Number(value)]?.name ?? ''),
            },
          },
        },
      },
    }),
    table: {
      columns: [words.candidate, words.fold, words.metric],
      rows: rows.flatMap(({ name, folds }) =>
        folds.map((score, fold) => [name, fold + 1, score === null ? null : score * words.unit]),
      ),
    },
  }
}

/** From the least to the most that is drawn, and a little beyond, so that no mark lies on a name. */
function boundsOf(rows: readonly StripRow[], unit: number): { min?: number; max?: number } {
  const drawn = rows
    .flatMap(({ folds, mean, std }) => [...folds, ...(mean === null ? [] : [mean - (std ?? 0), mean + (std ?? 0)])])
    .filter((value) => value !== null)
  if (drawn.length === 0) return {}
  const [low, high] = [Math.min(...drawn) * unit, Math.max(...drawn) * unit]
  const room = (high - low || 1) * 0.04
  return { min: low - room, max: high + room }
}

function shortName(name: string): string {
  return name.length > 20 ? `${name.slice(0, 19)}…` : name
}

function stripOf(row: StripRow, index: number, theme: ChartTheme, { unit }: StripWords): ChartDataset<'scatter'>[] {
  const { color, pointStyle } = seriesStyle(theme, row.slot)
  const { mean, std } = row
  const marks: ChartDataset<'scatter'> = {
    label: row.name,
    data: stacked(row.folds, index, unit),
    pointStyle,
    pointRadius: 3.5,
    borderColor: color,
    backgroundColor: theme.surface,
    borderWidth: 1.75,
  }
  if (mean === null || std === null) return [marks]
  const line = (from: number, to: number, y: readonly [number, number], look: object): ChartDataset<'scatter'> => ({
    label: row.name,
    data: [
      { x: from * unit, y: y[0] },
      { x: to * unit, y: y[1] },
    ],
    showLine: true,
    pointRadius: 0,
    pointHitRadius: 0,
    ...look,
  })
  return [
    marks,
    line(mean, mean, [index - 0.32, index + 0.2], { borderColor: theme.text, borderWidth: 2 }),
    line(mean - std, mean + std, [index, index], { borderColor: translucent(color, 0.5), borderWidth: 2 }),
  ]
}

function stacked(folds: readonly (number | null)[], index: number, unit: number): { x: number; y: number }[] {
  const seen = new Map<string, number>()
  return folds.flatMap((score) => {
    if (score === null) return []
    const key = score.toPrecision(6)
    const level = seen.get(key) ?? 0
    seen.set(key, level + 1)
    return [{ x: score * unit, y: index - level * STACK }]
  })
}
