import type { Table } from '../dataset/table.ts'
import type { EncodedTarget } from '../preprocessing/encodeTarget.ts'
import { fitPreprocessing } from '../preprocessing/fitPreprocessing.ts'
import type { PreprocessingSpec } from '../preprocessing/preprocessingSpec.ts'
import { transformRowsExactly } from '../preprocessing/transformRows.ts'
import type { Sides } from '../split/split.ts'
import type { Matrix, ReferenceFold, ReferenceTarget } from './referenceFold.ts'

/**
 * One fold as a reference gets it: the preprocessing is fitted on the training rows, as for a network, and the truth of
 * held-out rows is left out.
 * @throws HoldoutError `preprocessing/…` where the fold cannot be prepared
 */
export function referenceFoldOf(
  table: Table,
  target: EncodedTarget,
  spec: PreprocessingSpec,
  { train, test }: Sides,
): ReferenceFold {
  const fitted = fitPreprocessing(table, spec, train)
  const matrixOf = (rows: Int32Array): Matrix => {
    const { matrix, width } = transformRowsExactly(fitted, table, rows)
    return { values: matrix, rows: rows.length, width }
  }
  return {
    train: matrixOf(train),
    test: matrixOf(test),
    target: targetOf(target, train),
    ...(table.weights && { weights: pick(table.weights, train) }),
  }
}

/** The truth of some rows. */
export function targetOf({ task, classes, labels, values }: EncodedTarget, rows: Int32Array): ReferenceTarget {
  if (labels) {
    const picked = rows.map((row) => labels[row])
    return { kind: 'classes', labels: picked, classes: classes.length, isBinary: task === 'binary' }
  }
  return { kind: 'values', values: pick(values ?? new Float64Array(0), rows) }
}

function pick(values: Float64Array, rows: Int32Array): Float64Array {
  const picked = new Float64Array(rows.length)
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i]]
  return picked
}
