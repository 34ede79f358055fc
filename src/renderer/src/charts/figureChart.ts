import type { ChartDataset } from 'chart.js'
import type { Figure, FigureAxis, FigureSeries } from '../../../core/figures/figure.ts'
import type { ChartFollower } from './chartFollower.ts'
import type { ChartMark } from './chartMarks.ts'
import { chartConfig } from './chartSpec.ts'
import type { ChartSpec, ChartTable } from './chartSpec.ts'
import { translucent } from './chartTheme.ts'
import type { ChartTheme } from './chartTheme.ts'
import { linearAxis, plainOptions } from './plainOptions.ts'
import { seriesStyle } from './seriesStyle.ts'

interface FigureWords {
  /** Heads of the table: series, lower and upper end. */
  readonly series: string
  readonly low: string
  readonly high: string
  readonly format: (value: number) => string
}

/** Thin lines beyond this many are drawn as marks: nobody could point at one of them. */
const MOST_THIN_SERIES = 24
const BARS = 'bars'

/** A figure of core as a chart of the page: lines, points, bars and bands on number axes. Titles are taken as they are. */
export function figureChart(figure: Figure, theme: ChartTheme, words: FigureWords): ChartSpec {
  const thin = figure.series.filter(({ role }) => role === 'thin')
  const areThinMarks = thin.length > MOST_THIN_SERIES
  const drawn = figure.series.filter((series) => series.kind !== 'band' && !(areThinMarks && series.role === 'thin'))
  const hasBars = drawn.some(({ kind }) => kind === BARS)
  const options = plainOptions<'line'>(theme)
  return {
    config: chartConfig<'line'>({
      type: 'line',
      data: { datasets: drawn.map((series) => datasetOf(series, theme, hasBars)) },
      options: {
        ...options,
        clip: 4,
        interaction: { mode: hasBars ? 'index' : 'nearest', intersect: false },
        plugins: {
          ...options.plugins,
          marks: {
            list: [
              ...bands(figure, theme),
              ...whiskers(figure, theme),
              ...(areThinMarks ? curves(thin, theme) : []),
              ...marks(figure, theme),
            ],
          },
          tooltip: {
            ...options.plugins?.tooltip,
            callbacks: {
              title: ([item]) => item?.dataset.label ?? '',
              label: ({ parsed }) =>
                `${figure.x.title} ${placeText(figure.x, parsed.x, words)}, ${figure.y.title} ${placeText(figure.y, parsed.y, words)}`,
            },
          },
        },
        scales: { x: axis(figure.x, theme, words, false), y: axis(figure.y, theme, words, true) },
      },
    }),
    // Made when it is looked at: a figure that follows a slider is made anew with every move.
    get table() {
      return {
        columns: [words.series, figure.x.title, figure.y.title, words.low, words.high],
        rows: rowsOf(figure),
      }
    },
  }
}

/** What moves over the chart of a figure: a series of one point, or a line. */
export function figureFollower(moving: Pick<Figure, 'series' | 'marks'>, theme: ChartTheme): ChartFollower {
  const [series] = moving.series
  const [mark] = marks(moving, theme)
  return {
    ...(series && { dataset: datasetOf(series, theme, false) }),
    ...(mark && { mark }),
    rows: rowsOf(moving),
  }
}

function rowsOf({ series }: Pick<Figure, 'series'>): ChartTable['rows'] {
  return series.flatMap(({ name, x, y, low, high }) =>
    x.map((value, i) => [name, value, y[i] ?? null, low?.[i] ?? null, high?.[i] ?? null]),
  )
}

function axis(one: FigureAxis, theme: ChartTheme, words: FigureWords, hasGrid: boolean): object {
  const title = one.unit === undefined ? one.title : `${one.title} (${one.unit})`
  const { low, high, labels } = one
  return linearAxis(theme, {
    title,
    hasGrid,
    ...(labels ? { places: labels.length } : { ticks: 6 }),
    format: (value) => placeText(one, value, words),
    ...(low !== undefined && { min: low }),
    ...(high !== undefined && { max: high }),
  })
}

/** Characters of a name at an axis. */
const LONGEST_NAME = 22

/** A value as its axis has it: a number, or the name of a place. */
function placeText({ labels }: FigureAxis, value: number | null, { format }: FigureWords): string {
  if (!labels) return format(value ?? NaN)
  const name = labels[Math.round(value ?? NaN)] ?? ''
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name
}

function datasetOf(series: FigureSeries, theme: ChartTheme, isBesideBars: boolean): ChartDataset<'line'> {
  const { name, kind, role, x, y } = series
  const look = seriesStyle(theme, series.style)
  const color = role === 'reference' ? theme.textMuted : look.color
  const data = pointsOf(x, y, kind === 'points')
  const shared = { label: name, data, parsing: false as const, borderColor: color, backgroundColor: color }
  if (kind === BARS) return barDataset(shared, series, color)
  if (kind === 'points')
    return {
      ...shared,
      showLine: false,
      pointRadius: x.length === 1 ? 6 : series.low ? 4 : 2.5,
      pointStyle: look.pointStyle,
      backgroundColor: series.low ? color : translucent(color, 0.45),
    }
  return {
    ...shared,
    stepped: kind === 'steps',
    borderWidth: role === 'main' ? 2 : 1,
    borderColor: role === 'thin' ? translucent(color, theme.thinOpacity) : color,
    borderDash: role === 'reference' ? [4, 4] : role === 'main' ? look.dash : [],
    pointRadius: role === 'main' && series.notes && !isBesideBars ? 3.5 : 0,
    pointStyle: look.pointStyle,
    order: role === 'main' ? 0 : 1,
  }
}

type Points = { x: number; y: number }[]
const knownPoints = new WeakMap<readonly number[], readonly [x: readonly number[], points: Points]>()

/** Points of a line. Those of numbers that were drawn before are the same, so that Chart.js need not read them again. */
function pointsOf(x: readonly number[], y: readonly number[], isCloud: boolean): Points {
  const known = knownPoints.get(y)
  if (known?.[0] === x) return known[1]
  const points = x.map((at, i) => ({ x: at, y: y[i] ?? NaN }))
  // Chart.js takes numbers that it does not read itself for sorted: the axis would end at the first and the last point.
  if (isCloud) points.sort((a, b) => a.x - b.x)
  knownPoints.set(y, [x, points])
  return points
}

/** Bars of equal width over a number axis, as filled steps from the middle of one gap to the next. */
function barDataset(
  shared: Pick<ChartDataset<'line'>, 'label' | 'parsing' | 'borderColor'>,
  { x, y, style }: FigureSeries,
  color: string,
): ChartDataset<'line'> {
  const half = x.length > 1 ? Math.abs((x[1] ?? 0) - (x[0] ?? 0)) / 2 : 0.5
  const data = x.flatMap((at, i) => {
    const value = y[i] ?? 0
    const [from, to] = [at - half * 0.92, at + half * 0.92]
    return [
      { x: from, y: 0 },
      { x: from, y: value },
      { x: to, y: value },
      { x: to, y: 0 },
    ]
  })
  const isHollow = style % 2 === 1
  return {
    ...shared,
    data,
    fill: 'origin',
    borderWidth: 1,
    pointRadius: 0,
    backgroundColor: translucent(color, isHollow ? 0.25 : 0.85),
  }
}

function bands({ series }: Figure, theme: ChartTheme): readonly ChartMark[] {
  return series.flatMap(({ kind, x, low, high, style }): ChartMark[] => {
    if (kind !== 'band' || !low || !high) return []
    const points = (values: readonly number[]) => x.map((at, i) => ({ x: at, y: values[i] ?? NaN }))
    const color = translucent(seriesStyle(theme, style).color, theme.bandOpacity)
    return [{ kind: 'band', upper: points(high), lower: points(low), color }]
  })
}

/** A line through each point that has ends. */
function whiskers({ series, y: axisOfY }: Figure, theme: ChartTheme): readonly ChartMark[] {
  return series.flatMap(({ kind, x, y, low, high, style }): readonly ChartMark[] => {
    if (kind !== 'points' || !low || !high) return []
    const { color } = seriesStyle(theme, style)
    return x.map((at, i): ChartMark => {
      const ends = [low[i] ?? NaN, high[i] ?? NaN]
      const points = ends.map((end) => (axisOfY.labels ? { x: end, y: y[i] ?? NaN } : { x: at, y: end }))
      return { kind: 'curve', points, color, width: 1.5 }
    })
  })
}

function curves(thin: readonly FigureSeries[], theme: ChartTheme): readonly ChartMark[] {
  return thin.map(({ x, y, style }): ChartMark => ({
    kind: 'curve',
    points: x.map((at, i) => ({ x: at, y: y[i] ?? NaN })),
    color: translucent(seriesStyle(theme, style).color, theme.thinOpacity),
    width: 1,
  }))
}

function marks({ marks: list = [] }: Pick<Figure, 'marks'>, theme: ChartTheme): readonly ChartMark[] {
  return list.flatMap(({ at, axis: along }): ChartMark[] =>
    along === 'x' ? [{ kind: 'line', x: at, color: theme.ink, dash: [] }] : [],
  )
}
