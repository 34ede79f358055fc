import type { Chart, ChartType, Plugin } from 'chart.js'

/** Something drawn onto a chart at places of its axes, apart from its series. */
export type ChartMark = LineMark | ZoneMark | CurveMark | BandMark | TextMark | CrossMark

/** A place by the axes. */
export interface MarkPoint {
  readonly x: number
  readonly y: number
}

/**
 * A curve that only shows: nobody points at it. Dozens of them cost a tenth of what as many series do, for Chart.js makes
 * an element of every point. Where a value is missing there is a gap.
 */
interface CurveMark {
  readonly kind: 'curve'
  readonly points: readonly MarkPoint[]
  readonly color: string
  readonly width: number
}
/** What lies between two curves over the same places. */
interface BandMark {
  readonly kind: 'band'
  readonly upper: readonly MarkPoint[]
  readonly lower: readonly MarkPoint[]
  readonly color: string
}

/** A dashed line from top to bottom. */
interface LineMark {
  readonly kind: 'line'
  readonly x: number
  readonly color: string
  readonly dash: readonly number[]
}
/** A stretch of the x axis, from top to bottom. */
interface ZoneMark {
  readonly kind: 'zone'
  readonly from: number
  readonly to: number
  readonly color: string
}
/** Words that begin at a point, moved by so many pixels; they end there where the chart has no room for them. */
interface TextMark {
  readonly kind: 'text'
  readonly x: number
  readonly y: number
  readonly right: number
  readonly down: number
  readonly text: string
  readonly color: string
  readonly font: string
  /** Drawn behind the words, so that lines do not run through them. */
  readonly ground?: string
}
/** A small cross. */
interface CrossMark {
  readonly kind: 'cross'
  readonly x: number
  readonly y: number
  readonly color: string
}

declare module 'chart.js' {
  // The names of the type parameters are those of Chart.js.
  interface PluginOptionsByType<TType extends ChartType> {
    marks?: { readonly list: readonly ChartMark[] } & Partial<Record<TType, never>>
  }
}

/** Draws the marks of a chart in their order: words and crosses before its series, everything else behind them. */
export const chartMarks: Plugin = {
  id: 'marks',
  beforeDatasetsDraw: (chart) => drawMarks(chart, 'behind'),
  afterDatasetsDraw: (chart) => drawMarks(chart, 'before'),
}

function drawMarks(chart: Chart, place: 'behind' | 'before'): void {
  const { ctx } = chart
  for (const mark of marksOf(chart)) {
    if ((place === 'before') !== (mark.kind === 'text' || mark.kind === 'cross')) continue
    ctx.save()
    drawMark(chart, mark)
    ctx.restore()
  }
}

/** As written: what Chart.js hands to a plugin reads every list anew, option by option. */
function marksOf({ config }: Chart): readonly ChartMark[] {
  return (config.options?.plugins?.marks?.list ?? []) as readonly ChartMark[]
}

function drawMark(chart: Chart, mark: ChartMark): void {
  if (mark.kind === 'line') drawLine(chart, mark)
  else if (mark.kind === 'zone') drawZone(chart, mark)
  else if (mark.kind === 'curve') drawCurve(chart, mark)
  else if (mark.kind === 'band') drawBand(chart, mark)
  else if (mark.kind === 'text') drawText(chart, mark)
  else drawCross(chart, mark)
}

function drawLine(chart: Chart, { x, color, dash }: LineMark): void {
  const { ctx, chartArea } = chart
  const at = chart.scales.x.getPixelForValue(x)
  if (!isWithin(chart, at)) return
  ctx.strokeStyle = color
  ctx.setLineDash([...dash])
  ctx.beginPath()
  ctx.moveTo(at, chartArea.top)
  ctx.lineTo(at, chartArea.bottom)
  ctx.stroke()
}

function drawZone({ ctx, chartArea, scales }: Chart, { from, to, color }: ZoneMark): void {
  const left = Math.max(chartArea.left, scales.x.getPixelForValue(from))
  const right = Math.min(chartArea.right, scales.x.getPixelForValue(to))
  ctx.fillStyle = color
  if (right > left) ctx.fillRect(left, chartArea.top, right - left, chartArea.bottom - chartArea.top)
}

function drawCurve(chart: Chart, { points, color, width }: CurveMark): void {
  const { ctx } = chart
  clipToAxes(chart)
  ctx.strokeStyle = color
  ctx.lineWidth = width
  ctx.lineJoin = 'round'
  ctx.beginPath()
  trace(chart, points)
  ctx.stroke()
}

function drawBand(chart: Chart, { upper, lower, color }: BandMark): void {
  const { ctx } = chart
  const whole = [...upper, ...lower.toReversed()].filter(({ y }) => Number.isFinite(y))
  clipToAxes(chart)
  ctx.fillStyle = color
  ctx.beginPath()
  trace(chart, whole)
  ctx.fill()
}

function clipToAxes({ ctx, chartArea: { left, top, right, bottom } }: Chart): void {
  ctx.beginPath()
  ctx.rect(left, top, right - left, bottom - top)
  ctx.clip()
}

/** Adds points to the path. Asking a linear axis for every point would take longer than drawing it. */
function trace({ ctx, scales }: Chart, points: readonly MarkPoint[]): void {
  const toX = pixelsOf(scales.x)
  const toY = pixelsOf(scales.y)
  let isDown = false
  for (const { x, y } of points) {
    if (!Number.isFinite(y)) isDown = false
    else if (isDown) ctx.lineTo(toX(x), toY(y))
    else {
      ctx.moveTo(toX(x), toY(y))
      isDown = true
    }
  }
}

function pixelsOf(scale: Chart['scales'][string]): (value: number) => number {
  const { min, max, type } = scale
  if (type === 'logarithmic') return (value) => scale.getPixelForValue(value)
  const start = scale.getPixelForValue(min)
  const step = (scale.getPixelForValue(max) - start) / (max - min || 1)
  return (value) => start + (value - min) * step
}

const PADDING = 2
const LINE_HEIGHT = 14

function drawText(chart: Chart, { x, y, right, down, text, color, font, ground }: TextMark): void {
  const { ctx, scales, width } = chart
  const point = scales.x.getPixelForValue(x)
  if (!isWithin(chart, point)) return
  ctx.font = font
  const length = ctx.measureText(text).width
  const start = point + right
  const left = start + length + PADDING > width ? Math.max(0, point - right - length) : start
  const middle = scales.y.getPixelForValue(y) + down
  if (ground !== undefined) {
    ctx.fillStyle = ground
    ctx.fillRect(left - PADDING, middle - LINE_HEIGHT / 2, length + 2 * PADDING, LINE_HEIGHT)
  }
  ctx.fillStyle = color
  ctx.textAlign = 'left'
  ctx.textBaseline = 'middle'
  ctx.fillText(text, left, middle)
}

const CROSS_REACH = 3.5

function drawCross(chart: Chart, { x, y, color }: CrossMark): void {
  const { ctx, scales } = chart
  const at = scales.x.getPixelForValue(x)
  const middle = scales.y.getPixelForValue(y)
  if (!isWithin(chart, at)) return
  ctx.strokeStyle = color
  ctx.lineWidth = 2
  ctx.beginPath()
  for (const sign of [1, -1]) {
    ctx.moveTo(at - CROSS_REACH, middle - sign * CROSS_REACH)
    ctx.lineTo(at + CROSS_REACH, middle + sign * CROSS_REACH)
  }
  ctx.stroke()
}

/** Whether a place lies in sight: a chart may be looked into. */
function isWithin({ chartArea }: Chart, x: number): boolean {
  return x >= chartArea.left - 1 && x <= chartArea.right + 1
}
