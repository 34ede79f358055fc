import type { ChartDataset } from 'chart.js'
import { thinned } from '../../../core/run/foldFan.ts'
import type { FoldFan } from '../../../core/run/foldFan.ts'
import type { ChartMark } from './chartMarks.ts'
import { chartConfig } from './chartSpec.ts'
import type { ChartSpec } from './chartSpec.ts'
import { translucent } from './chartTheme.ts'
import type { ChartTheme } from './chartTheme.ts'
import { linearAxis, plainOptions } from './plainOptions.ts'
import { spansDecades } from './spansDecades.ts'

/** A fold that asks for attention: coloured, and marked where it happened. */
export interface FlaggedFold {
  /** Index of the fit, as in {@link FoldFan.fits}. */
  readonly fit: number
  /** Position in the history. */
  readonly at: number
  readonly text: string
}

interface FanSettings {
  readonly heldOut: FoldFan
  readonly train: FoldFan
  readonly flagged: readonly FlaggedFold[]
  /** The fit whose curve alone stands out; absent: none does. */
  readonly singled?: number
  /** Positions of the whole training: the axis runs to its end from the start. */
  readonly epochs: number
  /** Entry `i` of a curve is epoch `1 + i * stride`. */
  readonly stride: number
  /** Whether the newest epoch is marked: it is still moving. */
  readonly isRunning: boolean
  /** 100 where shares are shown in percent. */
  readonly unit: number
  /** Shares have ends; losses begin at 0. In the shown unit. */
  readonly floor?: number
  readonly ceiling?: number
}

interface FanWords {
  readonly epoch: string
  readonly heldOut: string
  readonly train: string
  readonly fold: (fit: number) => string
  readonly std: string
  readonly format: (value: number) => string
  readonly tick: (value: number) => string
  readonly epochLabel: (epoch: number) => string
}

/** Points that a line of this width can show. */
const MOST_POINTS = 400
/** Room for the words at the ends of the lines, and for the numbers of an axis. */
const LABEL_ROOM = 92
const NUMBER_ROOM = 42

interface Point {
  x: number
  y: number
}

/** Every fold's curve, the mean and a band of one standard deviation: held-out rows against training rows. */
export function foldFanChart(settings: FanSettings, theme: ChartTheme, words: FanWords): ChartSpec {
  const { heldOut, train, epochs, stride } = settings
  const options = plainOptions<'line'>(theme)
  const lastEpoch = Math.max(1, epochs * stride)
  const bounds = boundsOf(settings)
  const heldOutColor = theme.series[0] ?? theme.ink
  const datasets = [
    meanLine(heldOut, settings, { label: words.heldOut, borderColor: heldOutColor, borderWidth: 2.5, order: 0 }),
    meanLine(train, settings, { label: words.train, borderColor: theme.ink, borderDash: [6, 3], order: 1 }),
  ]
  const marks = [
    band(train, settings, translucent(theme.neutral, theme.bandOpacity)),
    band(heldOut, settings, translucent(heldOutColor, theme.bandOpacity)),
    ...trainLines(train, settings, theme),
    ...foldLines(heldOut, settings, theme),
    ...marksOf(settings, bounds, theme, words),
  ]
  return {
    config: chartConfig<'line'>({
      type: 'line',
      data: { datasets },
      options: {
        ...options,
        parsing: false,
        layout: { padding: { right: LABEL_ROOM, top: 6 } },
        plugins: {
          ...options.plugins,
          tooltip: {
            ...options.plugins?.tooltip,
            callbacks: {
              title: ([item]) => (item ? words.epochLabel(item.parsed.x ?? 0) : ''),
              label: ({ dataset, parsed }) => `${dataset.label ?? ''}  ${words.format(parsed.y ?? NaN)}`,
            },
          },
          marks: { list: marks },
        },
        scales: {
          x: linearAxis(theme, { min: 0, max: lastEpoch, hasGrid: false, ticks: 8, format: words.tick }),
          y: { ...linearAxis(theme, { ...bounds, ticks: 7, format: words.tick }), afterFit: ofOneWidth },
        },
      },
    }),
    // Made where it is asked for: a picture is wanted ten times a second, the table once in a while.
    get table() {
      return tableOf(settings, words)
    },
    canZoom: true,
  }
}

/** Charts above each other share their epochs: neither begins further to the right for its longer numbers. */
function ofOneWidth(scale: { width: number }): void {
  scale.width = Math.max(scale.width, NUMBER_ROOM)
}

interface Bounds {
  readonly min: number
  readonly max: number
  /** Where the means span decades, as a loss does that falls to nothing. */
  readonly isLogarithmic?: boolean
}

/** Bounds that move in large steps only, so that the axis does not twitch while it grows. */
function boundsOf({ heldOut, train, unit, floor, ceiling }: FanSettings): Bounds {
  const means = [heldOut, train].flatMap(({ mean, std }) => mean.map((value, at) => value + 2 * (std[at] ?? 0)))
  const lows = heldOut.curves.flatMap((curve) => curve)
  const most = Math.max(0, ...finite(means)) * unit
  const least = finite(lows).reduce((low, value) => Math.min(low, value), Infinity) * unit
  const max = ceiling ?? roundedUp(most)
  const middles = finite([...heldOut.mean, ...train.mean])
  if (ceiling === undefined && spansDecades(middles))
    return { min: 10 ** Math.floor(Math.log10(Math.min(...middles) * unit)), max, isLogarithmic: true }
  if (floor === undefined || floor === 0) return { min: 0, max }
  return { min: Math.max(0, Math.min(floor, Math.floor(least / 10) * 10)), max }
}

function finite(values: readonly number[]): number[] {
  return values.filter(Number.isFinite)
}

/** The next of 1, 1.5, 2, 3, 5, 7.5 times a power of ten. */
function roundedUp(value: number): number {
  if (value <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  const step = [1, 1.5, 2, 3, 5, 7.5, 10].find((factor) => factor * power >= value) ?? 10
  return step * power
}

function pointsOf(values: readonly number[], { stride, unit }: FanSettings): Point[] {
  return thinned(values.length, MOST_POINTS).map((at) => ({ x: 1 + at * stride, y: (values[at] ?? NaN) * unit }))
}

function meanLine({ mean }: FoldFan, settings: FanSettings, look: Partial<ChartDataset<'line'>>): ChartDataset<'line'> {
  return { data: pointsOf(mean, settings), borderWidth: 2, pointRadius: 0, fill: false, ...look }
}

/** Folds that stand out come last: they are drawn over the others. */
function foldLines(fan: FoldFan, settings: FanSettings, theme: ChartTheme): ChartMark[] {
  const { flagged, singled } = settings
  const lines = fan.curves.map((curve, index) => {
    const fit = fan.fits[index] ?? index
    const isFlagged = flagged.some((one) => one.fit === fit)
    const isSingled = singled === fit
    const color = (isFlagged ? theme.series[1] : theme.series[0]) ?? theme.ink
    const opacity = singled !== undefined && !isSingled ? theme.thinOpacity / 2.5 : theme.thinOpacity
    return {
      kind: 'curve',
      points: pointsOf(curve, settings),
      color: isFlagged || isSingled ? color : translucent(color, opacity),
      width: isFlagged || isSingled ? 1.75 : 1,
    } as const
  })
  return lines.sort((a, b) => a.width - b.width)
}

function trainLines(fan: FoldFan, settings: FanSettings, theme: ChartTheme): ChartMark[] {
  const color = translucent(theme.neutral, theme.thinOpacity * 0.8)
  return fan.curves.map((curve) => ({ kind: 'curve', points: pointsOf(curve, settings), color, width: 1 }))
}

/** One standard deviation to either side of the mean. */
function band({ mean, std }: FoldFan, settings: FanSettings, color: string): ChartMark {
  const edge = (sign: 1 | -1): Point[] =>
    pointsOf(
      mean.map((value, at) => value + sign * (std[at] ?? 0)),
      settings,
    )
  return { kind: 'band', upper: edge(1), lower: edge(-1), color }
}

/** The newest epoch, what the lines are called and stand at, and where folds went wrong. */
function marksOf(settings: FanSettings, bounds: Bounds, theme: ChartTheme, words: FanWords): ChartMark[] {
  const { heldOut, train, stride, unit, isRunning } = settings
  const ends = [
    { fan: heldOut, text: words.heldOut, color: theme.series[0] ?? theme.ink },
    { fan: train, text: words.train, color: theme.ink },
  ].flatMap(({ fan, text, color }) => {
    const value = fan.mean.at(-1)
    return value === undefined || !Number.isFinite(value) ? [] : [{ text, color, y: value * unit }]
  })
  const newest = 1 + (heldOut.mean.length - 1) * stride
  const names = ends.map(({ text, color, y }, index): ChartMark => ({
    kind: 'text',
    x: newest,
    y: Math.min(bounds.max, Math.max(bounds.min, y)),
    right: 8,
    down: apart(ends, index, bounds),
    text: `${text} ${words.format(y)}`,
    color,
    font: wordsFont(theme),
    ground: theme.surface,
  }))
  const now: ChartMark = { kind: 'line', x: newest, color: theme.textMuted, dash: [2, 3] }
  return [
    ...(isRunning && heldOut.mean.length > 0 ? [now] : []),
    ...names,
    ...settings.flagged.flatMap((one) => flagOf(one, settings, bounds, theme)),
  ]
}

function wordsFont({ fontFamily }: ChartTheme): string {
  return `500 11px ${fontFamily}`
}

/** Half of the height of a label, in pixels, and what a label takes of the lowest chart. */
const HALF_LABEL = 7
const LABEL_SHARE = 0.16

/** Labels of lines that end close to each other are moved apart. */
function apart(
  ends: readonly { readonly y: number }[],
  index: number,
  { min, max, isLogarithmic = false }: Bounds,
): number {
  const [first, second] = ends
  if (!first || !second) return 0
  const place = isLogarithmic ? Math.log : (value: number) => value
  const gap = Math.abs(place(first.y) - place(second.y)) / ((place(max) - place(min)) * LABEL_SHARE)
  if (!(gap < 1)) return 0
  const isUpper = index === 0 ? first.y >= second.y : second.y > first.y
  return (isUpper ? -1 : 1) * HALF_LABEL * (1 - gap)
}

function flagOf(
  { fit, at, text }: FlaggedFold,
  { heldOut, stride, unit }: FanSettings,
  bounds: Bounds,
  theme: ChartTheme,
): ChartMark[] {
  const curve = heldOut.curves[heldOut.fits.indexOf(fit)]
  const value = curve?.[Math.min(at, curve.length - 1)]
  if (value === undefined || !Number.isFinite(value)) return []
  const color = theme.series[1] ?? theme.danger
  const place = { x: 1 + at * stride, y: Math.min(bounds.max, Math.max(bounds.min, value * unit)) }
  return [
    { kind: 'cross', ...place, color },
    ...(text === ''
      ? []
      : [{ kind: 'text' as const, ...place, right: 6, down: 20, text, color, font: wordsFont(theme) }]),
  ]
}

function tableOf(settings: FanSettings, words: FanWords): ChartSpec['table'] {
  const { heldOut, train, stride, unit } = settings
  const epochs = Math.max(heldOut.mean.length, train.mean.length)
  const scaled = (value: number | undefined): number | null =>
    value === undefined || !Number.isFinite(value) ? null : value * unit
  return {
    columns: [
      words.epoch,
      words.heldOut,
      `${words.heldOut} ${words.std}`,
      words.train,
      `${words.train} ${words.std}`,
      ...heldOut.fits.map((fit) => words.fold(fit)),
    ],
    rows: Array.from({ length: epochs }, (_, at) => [
      1 + at * stride,
      scaled(heldOut.mean[at]),
      scaled(heldOut.std[at]),
      scaled(train.mean[at]),
      scaled(train.std[at]),
      ...heldOut.curves.map((curve) => scaled(curve[at])),
    ]),
  }
}
