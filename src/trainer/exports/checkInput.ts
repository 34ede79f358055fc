import type { ExportCheck } from '../../core/exports/exportCheck.ts'
import type { RawColumn } from '../../core/exports/rawColumns.ts'
import { tf } from '../backend/tf.ts'
import type { Tensor } from '../backend/tensorTypes.ts'

/** The raw columns of a check. */
export function columnsOf(input: ExportCheck['input']): readonly RawColumn[] {
  if (input.kind === 'columns') return input.columns
  throw new TypeError('expected raw columns, received a matrix')
}

/** The matrix of a check, as a tensor `[rows, width]`. */
export function matrixOf(input: ExportCheck['input']): Tensor {
  if (input.kind === 'matrix') return tf.tensor2d(input.values, [input.values.length / input.width, input.width])
  throw new TypeError('expected a matrix, received raw columns')
}
