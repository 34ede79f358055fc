import type { ColumnWork } from '../../core/preprocessing/columnWork.ts'
import type { NativeKernel } from './nativeKernel.ts'

/** The addon's work on columns, with so many threads. */
export function kernelColumns(native: NativeKernel, threads: number): ColumnWork {
  return {
    survey: (columns, rows, largest) => {
      const found = native.surveyColumns(columns, rows, largest, threads)
      return columns.map((_, column) => {
        const [oddCells, total, squares, deviations] = found.subarray(4 * column, 4 * column + 4)
        return { oddCells, moments: { total, squares, deviations } }
      })
    },
    fill: (columns, matrix, width) =>
      native.fillColumns(
        columns.map(({ values }) => values),
        Float64Array.from(columns.flatMap(({ fill, center, scale }) => [fill, center, scale])),
        Int32Array.from(columns, ({ at }) => at),
        matrix,
        width,
        threads,
      ),
  }
}
