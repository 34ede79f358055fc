import type { Metric } from '../../../../core/metrics/metrics.ts'
import type { MetricDocument } from '../../../../core/run/runDocument.ts'
import { metricHeading } from '../formatNumbers.ts'
import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'
import { axisTitle, figureSvg, scalesOf, xLabels } from './frame.ts'
import type { Plot, Scales } from './frame.ts'
import { marker } from './marker.ts'
import { niceRange } from './niceTicks.ts'
import { INK, seriesStyle } from './seriesStyle.ts'

/** One row of the strip. */
export interface StripRow {
  readonly name: string
  readonly metric: MetricDocument
}

const WIDTH = 676
const ROW_HEIGHT = 48
const LABEL_WIDTH = 132
/** Room for half of the last number under the axis. */
const RIGHT = 18
const LONGEST_LABEL = 20
const TICKS = 8
/** Marks closer than this are stacked. */
const TOUCH = 7
/** How far a mark may be raised without leaving its row. */
const ROOM_ABOVE = 28

/**
 * Every fold's score as a mark on its model's line, with mean (bar) and one standard deviation (line).
 * @param label What it shows, for those who cannot see it.
 */
export function dotStrip(rows: readonly StripRow[], metric: Metric, label: string): Markup {
  const unit = metric.isFraction ? 100 : 1
  const values = rows
    .flatMap(({ metric: { folds } }) => folds.filter((fold) => fold !== null))
    .map((fold) => fold * unit)
  const [low, high] = niceRange(values, TICKS)
  const plot: Plot = { left: LABEL_WIDTH, top: 6, width: WIDTH - LABEL_WIDTH - RIGHT, height: rows.length * ROW_HEIGHT }
  const xAxis = { low, high, ticks: TICKS }
  const scales = scalesOf(plot, xAxis, { low: 0, high: 1, ticks: 1 })
  const content = markup`${rows.map((row, index) => stripRow(row, index, plot, scales, unit))}${xLabels(plot, xAxis, scales)}${axisTitle(metricHeading(metric), WIDTH - RIGHT, plot.top + plot.height + 32, 'end')}`
  return figureSvg({ width: WIDTH, height: plot.height + 44 }, label, content)
}

function stripRow({ name, metric }: StripRow, index: number, plot: Plot, { x }: Scales, unit: number): Markup {
  const style = seriesStyle(index)
  const middle = plot.top + (index + 0.62) * ROW_HEIGHT
  const { mean, std, folds } = metric
  const spread =
    mean === null || std === null
      ? null
      : markup`<line
            x1="${clamp(x((mean - std) * unit), plot)}"
            x2="${clamp(x((mean + std) * unit), plot)}"
            y1="${middle}"
            y2="${middle}"
            stroke="${style.color}"
            stroke-width="2"
            stroke-opacity="0.5"
          /><line
            x1="${x(mean * unit).toFixed(1)}"
            x2="${x(mean * unit).toFixed(1)}"
            y1="${middle - 14}"
            y2="${middle + 9}"
            stroke="${INK.text}"
            stroke-width="2"
          />`
  const label = name.length > LONGEST_LABEL ? `${name.slice(0, LONGEST_LABEL - 1)}…` : name
  return markup`<line
      x1="${plot.left}"
      x2="${plot.left + plot.width}"
      y1="${middle}"
      y2="${middle}"
      stroke="${INK.grid}"
    /><text x="${plot.left - 10}" y="${middle}" dy="4" text-anchor="end" font-weight="500" fill="${INK.text}"
      >${label}</text
    >${spread}${stacked(folds, (value) => x(value * unit)).map(([at, rise]) => marker(style, at, middle - rise))}`
}

/**
 * Marks from left to right, each with how far it is raised: one that would lie on another goes a level up, and levels are as
 * close as the row needs. Those drawn on the same spot are drawn once: leave-one-out has two scores and a fold for every row.
 */
function stacked(
  folds: readonly (number | null)[],
  x: (value: number) => number,
): readonly (readonly [number, number])[] {
  const ends: number[] = []
  const positions = folds.filter((fold) => fold !== null).map(x)
  const placed = positions
    .sort((a, b) => a - b)
    .map((at): readonly [number, number] => {
      const free = ends.findIndex((end) => at - end >= TOUCH)
      const level = free < 0 ? ends.length : free
      ends[level] = at
      return [at, level]
    })
  const step = Math.min(TOUCH, ROOM_ABOVE / Math.max(1, ends.length - 1))
  const spots = placed.map(([at, level]) => [at, level * step] as const)
  return [...new Map(spots.map((spot) => [spot.map((part) => part.toFixed(1)).join(), spot])).values()]
}

function clamp(value: number, { left, width }: Plot): string {
  return Math.min(left + width, Math.max(left, value)).toFixed(1)
}
