import type { ChartDataset, Plugin } from 'chart.js'
import type { SweepAxis, SweepPoint } from '../../../core/run/sweepGrid.ts'
import { chartConfig } from './chartSpec.ts'
import type { ChartSpec } from './chartSpec.ts'
import { translucent } from './chartTheme.ts'
import type { ChartTheme } from './chartTheme.ts'
import { nameAxis, plainOptions } from './plainOptions.ts'
import type { SweepSettings } from './sweepSettings.ts'

interface ParallelWords {
  readonly metric: string
  readonly candidate: string
  readonly score: (value: number) => string
  readonly value: (value: number | string | boolean) => string
  readonly nameOf: (hyperparameter: string) => string
}

/** Every candidate of a sweep as a line through its hyperparameters and its score; the darker the better, the best thick. */
export function parallelCoordinates(
  points: readonly SweepPoint[],
  axes: readonly SweepAxis[],
  settings: SweepSettings,
  theme: ChartTheme,
  words: ParallelWords,
): ChartSpec {
  const scored = points.filter(({ value }) => value !== null)
  const values = scored.map(({ value }) => value ?? 0)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const share = (value: number): number => (high === low ? 0.5 : (value - low) / (high - low))
  // The selected and the best are drawn over the others.
  const layer = ({ id }: SweepPoint): number => (id === settings.bestId ? 2 : settings.slots.has(id) ? 1 : 0)
  const ordered = [...scored].sort((a, b) => layer(a) - layer(b))
  const options = plainOptions<'line'>(theme)
  return {
    config: chartConfig<'line'>({
      type: 'line',
      data: {
        labels: [...axes.map(({ name }) => words.nameOf(name)), words.metric],
        datasets: ordered.map((point) => lineOf(point, axes, share, settings, theme)),
      },
      options: {
        ...options,
        interaction: { mode: 'nearest', intersect: false },
        layout: { padding: { left: 24, right: 40, top: 8 } },
        plugins: {
          ...options.plugins,
          tooltip: {
            ...options.plugins?.tooltip,
            displayColors: false,
            callbacks: {
              title: ([item]) => item?.dataset.label ?? '',
              label: ({ datasetIndex }) => words.score(ordered[datasetIndex]?.value ?? NaN),
            },
          },
        },
        scales: {
          x: { ...nameAxis(theme), grid: { display: true, color: theme.axis } },
          y: { type: 'linear', min: -0.04, max: 1.04, display: false },
        },
      },
      plugins: [axisLabels(axes, [low, high], theme, words)],
    }),
    idAt: ({ datasetIndex }) => ordered[datasetIndex]?.id,
    table: {
      columns: [words.candidate, ...axes.map(({ name }) => words.nameOf(name)), words.metric],
      rows: points.map(({ name, hyperparameters, value }) => [
        name,
        ...axes.map((axis) => cellOf(hyperparameters[axis.name])),
        value,
      ]),
    },
  }
}

function cellOf(value: number | string | boolean | undefined): string | number | null {
  return typeof value === 'boolean' ? String(value) : (value ?? null)
}

function lineOf(
  point: SweepPoint,
  axes: readonly SweepAxis[],
  share: (value: number) => number,
  { bestId, isGreaterBetter, slots }: SweepSettings,
  theme: ChartTheme,
): ChartDataset<'line'> {
  const isBest = point.id === bestId
  const slot = slots.get(point.id)
  const goodness = isGreaterBetter ? share(point.value ?? 0) : 1 - share(point.value ?? 0)
  const color = theme.heat[2 + Math.round(4 * goodness)] ?? theme.neutral
  return {
    label: point.name,
    data: [...axes.map((axis) => heightOn(axis, point)), share(point.value ?? 0)],
    borderColor:
      slot !== undefined ? (theme.series[slot] ?? theme.text) : isBest ? theme.text : translucent(color, 0.85),
    borderWidth: isBest || slot !== undefined ? 2.5 : 1.25,
    pointRadius: isBest || slot !== undefined ? 3.5 : 0,
    pointBackgroundColor: theme.surface,
    pointBorderColor: theme.text,
    spanGaps: false,
  }
}

/** Values stand evenly on their axis, in order: learning rates by powers of ten would crowd otherwise. */
function heightOn({ name, values }: SweepAxis, { hyperparameters }: SweepPoint): number {
  const at = values.indexOf(hyperparameters[name])
  return at < 0 ? NaN : at / (values.length - 1)
}

/** The values beside each axis. */
function axisLabels(
  axes: readonly SweepAxis[],
  [low, high]: readonly [number, number],
  theme: ChartTheme,
  words: ParallelWords,
): Plugin {
  return {
    id: 'axisLabels',
    afterDraw: ({ ctx, scales: { x, y } }) => {
      if (!x || !y) return
      ctx.save()
      ctx.font = `11px ${theme.fontFamily}`
      ctx.textBaseline = 'middle'
      const write = (text: string, axis: number, height: number): void => {
        const isLast = axis === axes.length
        const [left, middle] = [x.getPixelForValue(axis) + (isLast ? 6 : -6), y.getPixelForValue(height)]
        const { width } = ctx.measureText(text)
        // A ground behind the words, so that lines do not run through them.
        ctx.fillStyle = theme.surface
        ctx.fillRect(left - (isLast ? 1 : width + 1), middle - 7, width + 2, 14)
        ctx.fillStyle = theme.text
        ctx.textAlign = isLast ? 'left' : 'right'
        ctx.fillText(text, left, middle)
      }
      axes.forEach(({ values }, axis) => {
        const every = Math.ceil(values.length / 8)
        values.forEach((value, at) => {
          if (at % every === 0) write(words.value(value), axis, at / (values.length - 1))
        })
      })
      if (Number.isFinite(low)) write(words.score(low), axes.length, high === low ? 0.5 : 0)
      if (high > low) write(words.score(high), axes.length, 1)
      ctx.restore()
    },
  }
}
