import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'
import { axisTitle, figureSvg, scalesOf, xLabels } from './frame.ts'
import type { Plot } from './frame.ts'
import { niceRange } from './niceTicks.ts'
import { INK, seriesStyle } from './seriesStyle.ts'

/** One estimate with what it may be. */
export interface IntervalRow {
  readonly name: string
  readonly value: number
  readonly interval?: { readonly low: number; readonly high: number } | null
}

export interface IntervalStripOptions {
  /** Of the whole figure, for those who cannot see it. */
  readonly label: string
  /** Name and unit of the axis. */
  readonly axis: string
  /** Where a thin line stands, e.g. at no difference. */
  readonly origin?: number
}

const WIDTH = 676
const ROW_HEIGHT = 22
const LABEL_WIDTH = 188
/** Room for half of the last number under the axis. */
const RIGHT = 18
const LONGEST_LABEL = 30
const TICKS = 8

/** Estimates with their intervals on one scale, a row each. */
export function intervalStrip(rows: readonly IntervalRow[], { label, axis, origin }: IntervalStripOptions): Markup {
  const ends = rows.flatMap(({ value, interval }) => [value, ...(interval ? [interval.low, interval.high] : [])])
  const [low, high] = niceRange([...ends, ...(origin === undefined ? [] : [origin])], TICKS)
  const plot: Plot = { left: LABEL_WIDTH, top: 6, width: WIDTH - LABEL_WIDTH - RIGHT, height: rows.length * ROW_HEIGHT }
  const xAxis = { low, high, ticks: TICKS }
  const scales = scalesOf(plot, xAxis, { low: 0, high: 1, ticks: 1 })
  const at = origin === undefined ? undefined : scales.x(origin).toFixed(1)
  const line =
    at === undefined
      ? null
      : markup`<line x1="${at}" x2="${at}" y1="${plot.top}" y2="${plot.top + plot.height}" stroke="${INK.axis}" />`
  const content = markup`${line}${rows.map((row, index) => intervalRow(row, plot.top + (index + 0.5) * ROW_HEIGHT, plot, scales.x))}${xLabels(plot, xAxis, scales)}${axisTitle(axis, WIDTH - RIGHT, plot.top + plot.height + 32, 'end')}`
  return figureSvg({ width: WIDTH, height: plot.height + 44 }, label, content)
}

function intervalRow({ name, value, interval }: IntervalRow, middle: number, plot: Plot, x: (value: number) => number) {
  const { color } = seriesStyle(0)
  const text = name.length > LONGEST_LABEL ? `${name.slice(0, LONGEST_LABEL - 1)}…` : name
  const reach = interval
    ? markup`<line
        x1="${x(interval.low).toFixed(1)}"
        x2="${x(interval.high).toFixed(1)}"
        y1="${middle}"
        y2="${middle}"
        stroke="${color}"
        stroke-width="2"
        stroke-opacity="0.5"
      />`
    : null
  return markup`<line
      x1="${plot.left}"
      x2="${plot.left + plot.width}"
      y1="${middle}"
      y2="${middle}"
      stroke="${INK.grid}"
    /><text x="${plot.left - 10}" y="${middle}" dy="4" text-anchor="end" fill="${INK.text}">${text}</text
    >${reach}<circle cx="${x(value).toFixed(1)}" cy="${middle}" r="4" fill="${color}" />`
}
