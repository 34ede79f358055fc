import type { ConfusionMatrices } from '../../../../core/diagnostics/confusionMatrix.ts'
import type { OperatingPoints } from '../../../../core/diagnostics/operatingPoints.ts'

/** What the matrix shows in one cell. */
export interface MatrixCell {
  readonly count: number
  readonly mean: number
  readonly std: number
}

/** Place of the threshold among the operating points: the first that is not below it. */
export function pointAt({ thresholds }: Pick<OperatingPoints, 'thresholds'>, threshold: number): number {
  let [low, high] = [0, thresholds.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((thresholds[middle] ?? 1) < threshold) low = middle + 1
    else high = middle
  }
  return low
}

/** `cells[truth][predicted]`: at a threshold of a binary task, else as computed. */
export function matrixAt(
  matrices: ConfusionMatrices,
  points: OperatingPoints | undefined,
  threshold: number | undefined,
): readonly (readonly MatrixCell[])[] {
  if (points && threshold !== undefined && points.thresholds.length > 0) {
    const at = pointAt(points, threshold)
    const cell = (name: keyof OperatingPoints['cells']): MatrixCell => ({
      count: points.counts[name][at] ?? 0,
      mean: points.cells[name].mean[at] ?? 0,
      std: points.cells[name].std[at] ?? 0,
    })
    return [
      [cell('trueNegatives'), cell('falsePositives')],
      [cell('falseNegatives'), cell('truePositives')],
    ]
  }
  const { counts, mean, std } = matrices
  return counts.map((row, truth) =>
    row.map((count, predicted) => ({ count, mean: mean[truth]?.[predicted] ?? 0, std: std[truth]?.[predicted] ?? 0 })),
  )
}
