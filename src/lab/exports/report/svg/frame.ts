import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'
import { niceTicks, tickLabel } from './niceTicks.ts'
import { INK } from './seriesStyle.ts'

/** The plot's place in a figure, in pixels. */
export interface Plot {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** Values at the edges of one axis, with what stands beside it. */
export interface Axis {
  readonly low: number
  readonly high: number
  /** Ticks wanted. */
  readonly ticks: number
  /** Names of the places 0, 1, 2, …: then each has a tick. */
  readonly labels?: readonly string[]
}

/** Where values lie in a plot. */
export interface Scales {
  readonly x: (value: number) => number
  readonly y: (value: number) => number
}

/** Linear scales of a plot; y grows upwards. */
export function scalesOf({ left, top, width, height }: Plot, xAxis: Axis, yAxis: Axis): Scales {
  return {
    x: (value) => left + (width * (value - xAxis.low)) / (xAxis.high - xAxis.low || 1),
    y: (value) => top + height - (height * (value - yAxis.low)) / (yAxis.high - yAxis.low || 1),
  }
}

/** A whole figure: its size, its name for those who cannot see it, its content. */
export function figureSvg(
  size: { readonly width: number; readonly height: number },
  label: string,
  content: Markup,
): Markup {
  const { width, height } = size
  return markup`<svg
    xmlns="http://www.w3.org/2000/svg"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    role="img"
    aria-label="${label}"
    font-family="-apple-system, 'Segoe UI', 'Noto Sans', 'Liberation Sans', Arial, sans-serif"
    font-size="11"
    fill="none"
  >
    ${content}
  </svg>`
}

/** Grid lines and labels of the y axis. */
export function yGrid(plot: Plot, axis: Axis, { y }: Scales): Markup {
  const ticks = ticksOf(axis)
  const lines = ticks.map((tick) => {
    const at = y(tick).toFixed(1)
    return markup`<line
        x1="${plot.left}"
        x2="${plot.left + plot.width}"
        y1="${at}"
        y2="${at}"
        stroke="${INK.grid}"
      /><text x="${plot.left - 7}" y="${at}" dy="3.5" text-anchor="end" fill="${INK.muted}"
        >${labelOf(axis, tick, ticks)}</text
      >`
  })
  return markup`${lines}`
}

/** Line and labels of the x axis. */
export function xLabels(plot: Plot, axis: Axis, { x }: Scales): Markup {
  const bottom = plot.top + plot.height
  const ticks = ticksOf(axis)
  const labels = ticks.map(
    (tick) =>
      markup`<text x="${x(tick).toFixed(1)}" y="${bottom + 16}" text-anchor="middle" fill="${INK.muted}"
        >${labelOf(axis, tick, ticks)}</text
      >`,
  )
  return markup`<line
      x1="${plot.left}"
      x2="${plot.left + plot.width}"
      y1="${bottom}"
      y2="${bottom}"
      stroke="${INK.axis}"
    />${labels}`
}

function ticksOf({ low, high, ticks, labels }: Axis): readonly number[] {
  return labels ? [...labels.keys()] : niceTicks(low, high, ticks)
}

function labelOf({ labels }: Axis, tick: number, ticks: readonly number[]): string {
  return labels ? labels[tick] : tickLabel(tick, ticks)
}

/** What leaves the plot is cut off at its edges. */
export function clipped({ left, top, width, height }: Plot, content: Markup): Markup {
  // Lines at the very edge keep their width.
  const box = { x: left, y: top - 2, width: width + 2, height: height + 4 }
  return markup`<svg
    x="${box.x}"
    y="${box.y}"
    width="${box.width}"
    height="${box.height}"
    viewBox="${box.x} ${box.y} ${box.width} ${box.height}"
    overflow="hidden"
  >
    ${content}
  </svg>`
}

/** A name of an axis, written below the plot's end or above its side. */
export function axisTitle(text: string, x: number, y: number, anchor: 'start' | 'end'): Markup {
  return markup`<text x="${x}" y="${y}" text-anchor="${anchor}" fill="${INK.muted}">${text}</text>`
}
