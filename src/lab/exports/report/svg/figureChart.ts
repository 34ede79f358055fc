import type { Figure, FigureSeries } from '../../../../core/figures/figure.ts'
import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'
import { axisTitle, clipped, figureSvg, scalesOf, xLabels, yGrid } from './frame.ts'
import type { Axis, Plot, Scales } from './frame.ts'
import { marker, seriesKey } from './marker.ts'
import { niceRange } from './niceTicks.ts'
import { INK, seriesStyle } from './seriesStyle.ts'

const WIDTH = 332
const HEIGHT = 236
const SQUARE_HEIGHT = 330
const TICKS = 5
/** Height of a named place, and room for names: characters of eleven pixels' height. */
const PLACE_HEIGHT = 15
const LONGEST_NAME = 20
const CHARACTER = 6

/** A figure of diagnostics as SVG; what it says without it is its `alt`. */
export function figureChart(figure: Figure): Markup {
  const { x, y } = figure
  const height = heightOf(figure)
  const left = Math.max(44, ...(y.labels ?? []).map((name) => CHARACTER * shortName(name).length + 12))
  const plot: Plot = { left, top: 24, width: WIDTH - left - 14, height: height - 62 }
  const xAxis = { ...rangeOf(figure, 'x'), ticks: TICKS, ...(x.labels && { labels: x.labels.map(shortName) }) }
  const yAxis = { ...rangeOf(figure, 'y'), ticks: TICKS, ...(y.labels && { labels: y.labels.map(shortName) }) }
  const scales = scalesOf(plot, xAxis, yAxis)
  const bars = figure.series.filter(({ kind }) => kind === 'bars')
  const drawn = figure.series.map((series) => seriesMarkup(series, scales, bars, yAxis))
  const marks = (figure.marks ?? []).map(({ at, axis }) => markLine(at, axis, plot, scales))
  const titles = markup`${axisTitle(titleOf(y), 0, 12, 'start')}${axisTitle(titleOf(x), WIDTH - 14, height - 6, 'end')}`
  const content = markup`${yGrid(plot, yAxis, scales)}${xLabels(plot, xAxis, scales)}${clipped(plot, markup`${marks}${drawn}`)}${titles}`
  return figureSvg({ width: WIDTH, height }, figure.alt, content)
}

function heightOf({ isSquare, y: { labels } }: Figure): number {
  if (labels) return Math.max(HEIGHT, 70 + PLACE_HEIGHT * labels.length)
  return isSquare === true ? SQUARE_HEIGHT : HEIGHT
}

function shortName(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name
}

/** Names of what is drawn, each with its colour, dash and mark; one entry for all thin lines. */
export function figureLegend({ series }: Figure): Markup {
  const named = series.filter(({ role, kind }) => role !== 'thin' && kind !== 'band' && role !== 'reference')
  if (named.length < 2) return markup``
  return markup`${named.map(({ name, style }) => markup`<span>${seriesKey(seriesStyle(style))} ${name}</span> `)}`
}

function titleOf({ title, unit }: Figure['x']): string {
  return unit === undefined ? title : `${title} (${unit})`
}

function rangeOf({ series, x, y }: Figure, axis: 'x' | 'y'): { readonly low: number; readonly high: number } {
  const { low, high } = axis === 'x' ? x : y
  if (low !== undefined && high !== undefined) return { low, high }
  const values = series.flatMap((one) => [
    ...one[axis],
    ...(axis === (y.labels ? 'x' : 'y') ? [...(one.low ?? []), ...(one.high ?? [])] : []),
  ])
  const [least, most] = niceRange(low === undefined ? values : [low, ...values], TICKS)
  return { low: low ?? least, high: high ?? most }
}

function seriesMarkup(series: FigureSeries, scales: Scales, bars: readonly FigureSeries[], yAxis: Axis): Markup {
  const { kind, role, style } = series
  const { color, dash } = seriesStyle(style)
  if (kind === 'band') return band(series, scales, color)
  if (kind === 'bars') return barsOf(series, scales, bars.indexOf(series), bars.length, yAxis.low, color)
  if (kind === 'points' && series.low) return whiskered(series, scales, yAxis.labels !== undefined)
  if (kind === 'points')
    return markup`${series.x.map((x, i) => markup`<circle cx="${short(scales.x(x))}" cy="${short(scales.y(series.y[i]))}" r="1.75" fill="${color}" fill-opacity="0.6" />`)}`
  const ink = role === 'reference' ? INK.neutral : color
  const pattern = role === 'reference' ? '3 3' : role === 'main' ? dash : undefined
  const dashed = pattern === undefined ? null : markup` stroke-dasharray="${pattern}"`
  const width = role === 'main' ? 2 : 1
  const line = markup`<path d="${path(series.x, series.y, scales)}" stroke="${ink}" stroke-width="${width}" stroke-opacity="${role === 'thin' ? 0.35 : 1}" stroke-linejoin="round" ${dashed} />`
  // Few points are measurements of their own and get a mark each.
  if (role !== 'main' || series.x.length > 15) return line
  return markup`${line}${series.x.map((x, i) => marker(seriesStyle(style), scales.x(x), scales.y(series.y[i])))}`
}

function band({ x, low = [], high = [] }: FigureSeries, scales: Scales, color: string): Markup {
  if (x.length === 0) return markup``
  const back = x.map((_, i) => x.length - 1 - i)
  const edge = `${path(x, high, scales)}${back.map((i) => `L${short(scales.x(x[i]))} ${short(scales.y(low[i]))}`).join('')}Z`
  return markup`<path d="${edge}" fill="${color}" fill-opacity="0.14" />`
}

/** Points with a line through each from its lower to its upper end. */
function whiskered({ x, y, low = [], high = [], style }: FigureSeries, scales: Scales, isAlongX: boolean): Markup {
  const look = seriesStyle(style)
  return markup`${x.map((at, i) => {
    const [from, to] = isAlongX
      ? [`${short(scales.x(low[i]))} ${short(scales.y(y[i]))}`, `${short(scales.x(high[i]))} ${short(scales.y(y[i]))}`]
      : [`${short(scales.x(at))} ${short(scales.y(low[i]))}`, `${short(scales.x(at))} ${short(scales.y(high[i]))}`]
    const place = marker(look, scales.x(at), scales.y(y[i]))
    return markup`<path d="M${from}L${to}" stroke="${look.color}" stroke-width="1.25" />${place}`
  })}`
}

function barsOf(
  { x, y }: FigureSeries,
  scales: Scales,
  index: number,
  count: number,
  floor: number,
  color: string,
): Markup {
  const step = x.length > 1 ? scales.x(x[1]) - scales.x(x[0]) : 24
  const width = (0.86 * step) / count
  return markup`${x.map((place, i) => {
    const left = scales.x(place) - 0.43 * step + index * width
    const top = scales.y(y[i])
    return markup`<rect x="${short(left)}" y="${short(top)}" width="${short(width)}" height="${short(Math.max(0, scales.y(floor) - top))}" fill="${color}" fill-opacity="${index === 0 ? 0.85 : 0.3}" stroke="${color}" stroke-width="0.75" />`
  })}`
}

function markLine(at: number, axis: 'x' | 'y', plot: Plot, scales: Scales): Markup {
  const ends =
    axis === 'x'
      ? { x1: scales.x(at), x2: scales.x(at), y1: plot.top, y2: plot.top + plot.height }
      : { x1: plot.left, x2: plot.left + plot.width, y1: scales.y(at), y2: scales.y(at) }
  return markup`<line
    x1="${short(ends.x1)}"
    x2="${short(ends.x2)}"
    y1="${short(ends.y1)}"
    y2="${short(ends.y2)}"
    stroke="${INK.neutral}"
    stroke-dasharray="3 3"
  />`
}

function path(x: readonly number[], y: readonly number[], scales: Scales): string {
  return x.map((value, i) => `${i === 0 ? 'M' : 'L'}${short(scales.x(value))} ${short(scales.y(y[i]))}`).join('')
}

function short(value: number): string {
  return String(Number(value.toFixed(1)))
}
