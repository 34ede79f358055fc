import type { Figure, FigureAxis } from '../figures/figure.ts'
import type { SweepAxis, SweepPoint } from './sweepGrid.ts'

/** What a line over one hyperparameter is called. */
export interface SweepLineWords {
  /** Name of the hyperparameter, and of the metric with its unit. */
  readonly x: string
  readonly y: string
  readonly value: (value: number | string | boolean) => string
  /** What a score is multiplied with to be shown. */
  readonly unit: number
}

/** Steps between neighbours that differ by more than this factor are drawn with equal gaps. */
const MOST_UNEVEN = 4

/** The scores over the values of the only hyperparameter of a sweep, with the 95 % interval of each mean as error bars. */
export function sweepLine(points: readonly SweepPoint[], axis: SweepAxis, words: SweepLineWords): Figure {
  const scored = points.filter(({ value }) => value !== null)
  const labels = isEven(axis.values) ? undefined : axis.values.map((value) => words.value(value))
  const placed = scored
    .map((point) => ({ point, x: placeOf(point.hyperparameters[axis.name], axis, labels) }))
    .sort((a, b) => a.x - b.x)
  const x = placed.map((one) => one.x)
  const of = (value: number | null) => (value === null ? NaN : value * words.unit)
  const y = placed.map(({ point }) => of(point.value))
  const low = placed.map(({ point }) => of(point.interval?.low ?? point.value))
  const high = placed.map(({ point }) => of(point.interval?.high ?? point.value))
  const xAxis: FigureAxis = { title: words.x, ...(labels && { labels, low: -0.5, high: labels.length - 0.5 }) }
  return {
    id: 'sweepLine',
    title: words.y,
    alt: words.y,
    x: xAxis,
    y: { title: words.y, ...ends([...y, ...low, ...high]) },
    series: [
      { name: words.y, style: 0, kind: 'line', role: 'main', x, y },
      { name: words.y, style: 0, kind: 'points', role: 'main', x, y, low, high },
    ],
  }
}

/** Room for the error bars. */
function ends(values: readonly number[]): Pick<FigureAxis, 'low' | 'high'> {
  const finite = values.filter(Number.isFinite)
  return finite.length === 0 ? {} : { low: Math.min(...finite), high: Math.max(...finite) }
}

function placeOf(
  value: number | string | boolean,
  { values }: SweepAxis,
  labels: readonly string[] | undefined,
): number {
  return labels ? values.indexOf(value) : Number(value)
}

/** Numbers whose gaps are of one order: those of a learning rate in decades are not. */
function isEven(values: SweepAxis['values']): boolean {
  if (values.some((value) => typeof value !== 'number')) return false
  const gaps = values.slice(1).map((value, at) => Number(value) - Number(values[at]))
  return Math.max(...gaps) <= MOST_UNEVEN * Math.min(...gaps)
}
