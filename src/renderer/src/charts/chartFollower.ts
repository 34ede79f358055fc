import type { Chart, ChartConfiguration, ChartDataset } from 'chart.js'
import type { ChartMark } from './chartMarks.ts'
import type { ChartTable } from './chartSpec.ts'

/** What moves over a chart that stays as it is, such as a threshold: a point, a mark, or both. */
export interface ChartFollower {
  /** A series of one point. */
  readonly dataset?: ChartDataset<'line'>
  readonly mark?: ChartMark
  /** What the chart's table says of it. */
  readonly rows: ChartTable['rows']
}

/** A chart with its follower, both last in their lists. What moves is a copy: {@link moveFollower} writes into it. */
export function withFollower(config: ChartConfiguration, follower: ChartFollower | undefined): ChartConfiguration {
  if (!follower) return config
  const { dataset, mark } = follower
  const { plugins } = config.options ?? {}
  const own = dataset && { ...dataset, data: dataset.data.map((point) => Object.assign({}, point)) }
  const list = [...(plugins?.marks?.list ?? []), ...(mark ? [mark] : [])]
  return {
    ...config,
    data: { ...config.data, datasets: [...config.data.datasets, ...(own ? [own] : [])] },
    options: { ...config.options, plugins: { ...plugins, marks: { list } } },
  } as ChartConfiguration
}

/** Whether one follower can be moved to where the other is. */
export function isLike(a: ChartFollower | undefined, b: ChartFollower | undefined): boolean {
  return !a === !b && !a?.dataset === !b?.dataset && !a?.mark === !b?.mark
}

/**
 * Draws a chart anew with its follower elsewhere. Numbers and options of everything else are as they were, so that Chart.js need
 * not read them again, which is most of what an update takes.
 */
export function moveFollower(chart: Chart, { dataset, mark }: ChartFollower): void {
  if (dataset) movePoint(chart, dataset)
  const { marks } = chart.config.options?.plugins ?? {}
  if (mark && marks) Object.assign(marks, { list: [...(marks.list ?? []).slice(0, -1), mark] })
  chart.draw()
}

function movePoint(chart: Chart, { label, data }: ChartDataset<'line'>): void {
  const last = chart.data.datasets.length - 1
  const own = chart.data.datasets[last]
  const [point] = data as { x: number; y: number }[]
  const [element] = chart.getDatasetMeta(last).data
  const { x, y } = chart.scales
  if (!own || !point || !element || !x || !y) return
  // Chart.js holds on to the point itself, and shows its label and its numbers where somebody points at it.
  own.label = label ?? ''
  Object.assign(own.data[0] as object, point)
  const skip = !Number.isFinite(point.x) || !Number.isFinite(point.y)
  Object.assign(element, { x: x.getPixelForValue(point.x), y: y.getPixelForValue(point.y), skip })
}
