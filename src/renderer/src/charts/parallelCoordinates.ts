import type { ChartDataset, Plugin } from 'chart.js'
import type { SweepAxis, SweepPoint } from '../../../core/run/sweepGrid.ts'
import type { Brushes } from './axisBrush.ts'
import { axisTitles } from './axisTitles.ts'
import { chartConfig } from './chartSpec.ts'
import type { ChartSpec } from './chartSpec.ts'
import { translucent } from './chartTheme.ts'
import type { ChartTheme } from './chartTheme.ts'
import { isInside, parallelAxes } from './parallelAxes.ts'
import type { AxisWords, ParallelAxis } from './parallelAxes.ts'
import { nameAxis, plainOptions } from './plainOptions.ts'
import type { SweepSettings } from './sweepSettings.ts'

interface ParallelWords extends AxisWords {
  readonly candidate: string
}

interface ParallelSettings extends SweepSettings {
  readonly brushes?: Brushes
}

/** How far a range reaches to either side of its axis, in pixels. */
const BRUSH_REACH = 6
/** Letters beside the first axis that room is made for. */
const MOST_BESIDE = 9
const NO_BRUSHES: Brushes = new Map()

/**
 * Every candidate of a sweep as a line through its hyperparameters and its score; the darker the better, the best thick.
 * Lines outside the ranges of the axes fade.
 */
export function parallelCoordinates(
  points: readonly SweepPoint[],
  axes: readonly SweepAxis[],
  settings: ParallelSettings,
  theme: ChartTheme,
  words: ParallelWords,
): ChartSpec {
  const { brushes = NO_BRUSHES } = settings
  const scored = points.filter(({ value }) => value !== null)
  const parallel = parallelAxes(scored, axes, words)
  const inside = new Set(scored.filter((point) => isInside(point, parallel, brushes)))
  // The first is drawn over all others: the best, then the selected, then what is inside the ranges.
  const layer = (point: SweepPoint): number =>
    !inside.has(point) ? 3 : point.id === settings.bestId ? 0 : settings.slots.has(point.id) ? 1 : 2
  const ordered = [...scored].sort((a, b) => layer(a) - layer(b))
  const options = plainOptions<'line'>(theme)
  return {
    config: chartConfig<'line'>({
      type: 'line',
      data: {
        labels: axisTitles(parallel.map(({ label }) => label)),
        datasets: ordered.map((point) =>
          inside.has(point) ? lineOf(point, parallel, settings, theme) : fadedLine(point, parallel, theme),
        ),
      },
      options: {
        ...options,
        interaction: { mode: 'nearest', intersect: false },
        layout: { padding: { left: besideFirst(parallel[0]), right: 44, top: 8 } },
        plugins: {
          ...options.plugins,
          tooltip: {
            ...options.plugins?.tooltip,
            displayColors: false,
            // Many lines meet at a value: the one on top is named, which is the one that a press chooses.
            filter: (_, at) => at === 0,
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
      plugins: [axisRanges(parallel, brushes, theme), axisLabels(parallel, theme)],
    }),
    idAt: ({ datasetIndex }) => {
      const point = ordered[datasetIndex]
      return point && inside.has(point) ? point.id : undefined
    },
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

/** The room that the values beside the first axis take, in pixels: digits of the font are not wider than 7. */
function besideFirst(axis: ParallelAxis | undefined): number {
  const longest = Math.max(0, ...(axis?.labelled.map((step) => axis.textAt(step).length) ?? []))
  return Math.max(24, 7 * Math.min(longest, MOST_BESIDE) + BRUSH_REACH + 4)
}

function cellOf(value: number | string | boolean | undefined): string | number | null {
  return typeof value === 'boolean' ? String(value) : (value ?? null)
}

function lineOf(
  point: SweepPoint,
  axes: readonly ParallelAxis[],
  { bestId, isGreaterBetter, slots }: SweepSettings,
  theme: ChartTheme,
): ChartDataset<'line'> {
  const isBest = point.id === bestId
  const slot = slots.get(point.id)
  const heights = axes.map(({ heightOf }) => heightOf(point))
  const share = heights.at(-1) ?? 0
  const color = theme.heat[2 + Math.round(4 * (isGreaterBetter ? share : 1 - share))] ?? theme.neutral
  return {
    label: point.name,
    data: heights,
    borderColor:
      slot !== undefined ? (theme.series[slot] ?? theme.text) : isBest ? theme.text : translucent(color, 0.85),
    borderWidth: isBest || slot !== undefined ? 2.5 : 1.25,
    pointRadius: isBest || slot !== undefined ? 3.5 : 0,
    pointBackgroundColor: theme.surface,
    pointBorderColor: theme.text,
    spanGaps: false,
  }
}

function fadedLine(point: SweepPoint, axes: readonly ParallelAxis[], theme: ChartTheme): ChartDataset<'line'> {
  return {
    label: point.name,
    data: axes.map(({ heightOf }) => heightOf(point)),
    borderColor: translucent(theme.neutral, 0.22),
    borderWidth: 1,
    pointRadius: 0,
    pointHoverRadius: 0,
    spanGaps: false,
  }
}

/** The ranges on the axes, under the values beside them. */
function axisRanges(axes: readonly ParallelAxis[], brushes: Brushes, theme: ChartTheme): Plugin {
  return {
    id: 'axisRanges',
    afterDatasetsDraw: ({ ctx, scales: { x, y } }) => {
      if (!x || !y) return
      ctx.save()
      ctx.fillStyle = translucent(theme.text, 0.14)
      ctx.strokeStyle = theme.text
      ctx.lineWidth = 1
      for (const [place, { from, to }] of brushes) {
        const steps = axes[place]?.steps ?? 1
        const [top, bottom] = [y.getPixelForValue(to / steps) - 4, y.getPixelForValue(from / steps) + 4]
        const left = Math.round(x.getPixelForValue(place)) - BRUSH_REACH
        ctx.fillRect(left, top, 2 * BRUSH_REACH, bottom - top)
        ctx.strokeRect(left, top, 2 * BRUSH_REACH, bottom - top)
      }
      ctx.restore()
    },
  }
}

/** The values beside each axis. */
function axisLabels(axes: readonly ParallelAxis[], theme: ChartTheme): Plugin {
  return {
    id: 'axisLabels',
    afterDatasetsDraw: ({ ctx, scales: { x, y } }) => {
      if (!x || !y) return
      ctx.save()
      ctx.font = `11px ${theme.fontFamily}`
      ctx.textBaseline = 'middle'
      const write = (text: string, axis: number, height: number): void => {
        const isLast = axis === axes.length - 1
        const aside = BRUSH_REACH + 2
        const [left, middle] = [x.getPixelForValue(axis) + (isLast ? aside : -aside), y.getPixelForValue(height)]
        const { width } = ctx.measureText(text)
        // A ground behind the words, so that lines do not run through them.
        ctx.fillStyle = theme.surface
        ctx.fillRect(left - (isLast ? 1 : width + 1), middle - 7, width + 2, 14)
        ctx.fillStyle = theme.text
        ctx.textAlign = isLast ? 'left' : 'right'
        ctx.fillText(text, left, middle)
      }
      axes.forEach((axis, place) => {
        for (const step of axis.labelled) write(axis.textAt(step), place, step / axis.steps)
      })
      ctx.restore()
    },
  }
}
