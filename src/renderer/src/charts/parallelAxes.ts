import type { SweepAxis, SweepPoint } from '../../../core/run/sweepGrid.ts'
import type { Brushes } from './axisBrush.ts'

/** An axis of parallel coordinates: heights run from 0 (bottom) to 1, ranges are counted in `steps`. */
export interface ParallelAxis {
  readonly label: string
  readonly steps: number
  /** `NaN` where the point has no value on this axis. */
  readonly heightOf: (point: SweepPoint) => number
  readonly textAt: (step: number) => string
  /** The steps whose text stands beside the axis: at most eight or so, and of scores the two ends. */
  readonly labelled: readonly number[]
}

/** How names, values and scores are written on the axes. */
export interface AxisWords {
  readonly metric: string
  readonly score: (value: number) => string
  readonly value: (value: number | string | boolean) => string
  readonly nameOf: (hyperparameter: string) => string
}

/** Scores are no list of values: ranges of them are chosen by the hundredth. */
const SCORE_STEPS = 100
/** Scores of the points lie on a step only but for rounding. */
const TINY = 1e-9

/** The axes of a sweep: one for each hyperparameter, then one for the score. */
export function parallelAxes(
  points: readonly SweepPoint[],
  axes: readonly SweepAxis[],
  words: AxisWords,
): readonly ParallelAxis[] {
  return [...axes.map((axis) => valueAxis(axis, words)), scoreAxis(points, words)]
}

/** Values stand evenly on their axis, in order: learning rates by powers of ten would crowd otherwise. */
function valueAxis({ name, values }: SweepAxis, words: AxisWords): ParallelAxis {
  const steps = values.length - 1
  return {
    label: words.nameOf(name),
    steps,
    heightOf: ({ hyperparameters }) => {
      const at = values.indexOf(hyperparameters[name])
      return at < 0 ? NaN : at / steps
    },
    textAt: (step) => words.value(values[step] ?? ''),
    labelled: values.map((_, at) => at).filter((at) => at % Math.ceil(values.length / 8) === 0),
  }
}

function scoreAxis(points: readonly SweepPoint[], { metric, score }: AxisWords): ParallelAxis {
  const values = points.flatMap(({ value }) => value ?? [])
  const [low, high] = [Math.min(...values), Math.max(...values)]
  return {
    label: metric,
    steps: SCORE_STEPS,
    heightOf: ({ value }) => (value === null ? NaN : high === low ? 0.5 : (value - low) / (high - low)),
    textAt: (step) => score(low + ((high - low) * step) / SCORE_STEPS),
    labelled: values.length === 0 ? [] : high === low ? [SCORE_STEPS / 2] : [0, SCORE_STEPS],
  }
}

/** Whether a point lies in every range. */
export function isInside(point: SweepPoint, axes: readonly ParallelAxis[], brushes: Brushes): boolean {
  return [...brushes].every(([place, { from, to }]) => {
    const axis = axes[place]
    if (!axis) return true
    const at = axis.heightOf(point) * axis.steps
    return at >= from - TINY && at <= to + TINY
  })
}

/** The points with a score that lie in every range, the best first. */
export function bestInside(
  points: readonly SweepPoint[],
  axes: readonly ParallelAxis[],
  brushes: Brushes,
  isGreaterBetter: boolean,
): readonly SweepPoint[] {
  const sign = isGreaterBetter ? -1 : 1
  return points
    .filter((point) => point.value !== null && isInside(point, axes, brushes))
    .sort((a, b) => sign * ((a.value ?? 0) - (b.value ?? 0)))
}
