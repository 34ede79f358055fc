import type { Predictions } from '../../../core/model/predictions.ts'
import { checkColumns, decodeColumns, encodeColumns } from './columnBlob.ts'

const NONE: Predictions = { rows: [], values: [] }

/** Predictions as a blob: row numbers, and values one row after the other; `width` classes each, 0 for single numbers. */
export function encodePredictions({ rows, values }: Predictions): Uint8Array {
  const first = values.at(0)
  const width = Array.isArray(first) ? first.length : 0
  return encodeColumns({ width: [width], rows, values: values.flat() })
}

/** Predictions from a blob. */
export function decodePredictions(blob: Uint8Array): Predictions {
  const { width, rows, values } = decodeColumns(blob)
  const classes = width[0]
  if (classes === 0) return { rows, values }
  return { rows, values: rows.map((_, row) => values.slice(row * classes, (row + 1) * classes)) }
}

/** Predictions from a blob; none where they are not wanted, for of millions of rows they take seconds, but the blob is checked all the same. */
export function predictionsIn(blob: Uint8Array | null | undefined, isWanted: boolean): Predictions {
  if (!blob) return NONE
  if (isWanted) return decodePredictions(blob)
  checkColumns(blob)
  return NONE
}
