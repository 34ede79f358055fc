import type { Metric } from '../../../../core/metrics/metrics.ts'
import { metricHeading } from '../formatNumbers.ts'
import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'
import { curve } from './curve.ts'
import { axisTitle, clipped, figureSvg, scalesOf, xLabels, yGrid } from './frame.ts'
import type { Plot } from './frame.ts'
import { INK, seriesStyle } from './seriesStyle.ts'

/** The histories of one model for one metric, a row per fold. */
export interface FoldCurves {
  readonly train: readonly (readonly number[])[]
  readonly heldOut: readonly (readonly number[])[]
}

export interface CurveFrame {
  readonly low: number
  readonly high: number
  readonly epochs: number
  /** Title of the x axis. */
  readonly epoch: string
  /** What the figure shows, for those who cannot see it. */
  readonly label: string
}

const WIDTH = 332
const HEIGHT = 190

/**
 * One model's folds over epochs: held-out as thin lines with their thick mean, training as a dashed mean.
 *
 * @param frame Range of the y axis, shared by the figures of a row; texts of the figure.
 */
export function foldCurves(
  { train, heldOut }: FoldCurves,
  index: number,
  metric: Metric,
  { low, high, epochs, epoch, label }: CurveFrame,
): Markup {
  const unit = metric.isFraction ? 100 : 1
  const plot: Plot = { left: 40, top: 24, width: WIDTH - 54, height: HEIGHT - 62 }
  const xAxis = { low: 0, high: epochs, ticks: 4 }
  const yAxis = { low: low * unit, high: high * unit, ticks: 4 }
  const scales = scalesOf(plot, xAxis, yAxis)
  const { color } = seriesStyle(index)
  const inUnit = (values: readonly number[]) => values.map((value) => value * unit)
  const thin = heldOut.map((values) => curve(inUnit(values), scales, { color, width: 1, opacity: 0.3 }))
  const trained = curve(inUnit(meanCurve(train)), scales, { color: INK.neutral, width: 1.75, dash: '5 3' })
  const held = curve(inUnit(meanCurve(heldOut)), scales, { color, width: 2.25 })
  const titles = markup`${axisTitle(metricHeading(metric), 0, 12, 'start')}${axisTitle(epoch, WIDTH - 14, HEIGHT - 6, 'end')}`
  const content = markup`${yGrid(plot, yAxis, scales)}${xLabels(plot, xAxis, scales)}${clipped(plot, markup`${thin}${trained}${held}`)}${titles}`
  return figureSvg({ width: WIDTH, height: HEIGHT }, label, content)
}

/** Mean over folds per epoch, of those folds that came so far. */
export function meanCurve(folds: readonly (readonly number[])[]): number[] {
  const epochs = folds.reduce((most, values) => Math.max(most, values.length), 0)
  return Array.from({ length: epochs }, (_, epoch) => {
    const values = folds
      .filter((fold) => epoch < fold.length && Number.isFinite(fold[epoch]))
      .map((fold) => fold[epoch])
    return values.reduce((sum, value) => sum + value, 0) / values.length
  })
}
