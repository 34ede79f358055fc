/** Fits the preprocessing of one split on its training rows, and prepares the whole table by it. */
import { present } from '../../core/present.ts'
import type { Table } from '../../core/dataset/table.ts'
import type { ColumnWork } from '../../core/preprocessing/columnWork.ts'
import type { PreprocessingSpec } from '../../core/preprocessing/preprocessingSpec.ts'
import type { EncodedTarget } from '../../core/preprocessing/encodeTarget.ts'
import { fingerprintOf } from '../../core/preprocessing/fingerprint.ts'
import { fitPreprocessing, type FittedPreprocessing } from '../../core/preprocessing/fitPreprocessing.ts'
import { fitTargetScaler } from '../../core/preprocessing/targetScaler.ts'
import { packedSpans } from '../../core/preprocessing/packedRows.ts'
import { countCells, packInPlace, transformInPlace } from '../../core/preprocessing/transformRows.ts'
import type { FoldPreparation } from '../../core/run/runEvent.ts'
import { FeatureRows } from '../group/featureRows.ts'
import { classTargets, type FoldData } from '../group/foldData.ts'

export interface PreparedFold {
  readonly data: FoldData
  readonly fitted: FittedPreprocessing
  readonly preparation: FoldPreparation
}

interface FoldOptions {
  readonly old?: Float32Array | undefined
  readonly isPacked: boolean
  readonly columns?: ColumnWork | undefined
}

/**
 * Prepares one split: statistics from `train` only, then every row by them.
 * @param old features of a fold that is not needed any more, whose memory may be used
 * @param isPacked whether a one-hot column takes a code per row instead of all of its outputs
 * @param columns who looks at number columns and fills them, where an engine does
 */
export function prepareFold(
  table: Table,
  target: EncodedTarget,
  spec: PreprocessingSpec,
  train: Int32Array,
  test: Int32Array,
  options: FoldOptions,
): PreparedFold {
  const fitted = fitPreprocessing(table, spec, train, options.columns)
  const features = featuresOf(fitted, table, options)
  const outputs = encodeOutputs(target, spec, train)
  return {
    fitted,
    data: { features, width: features.width, ...outputs },
    preparation: {
      trainRows: train.length,
      testRows: test.length,
      ...countCells(fitted, table, test),
      fingerprint: fingerprintOf(train, fitted),
    },
  }
}

function featuresOf(fitted: FittedPreprocessing, table: Table, { isPacked, old, columns }: FoldOptions): FeatureRows {
  const width = fitted.outputs.length
  if (!isPacked) return new FeatureRows(transformInPlace(fitted, table, old, columns).matrix, width)
  const { matrix } = packInPlace(fitted, table, old, columns)
  return new FeatureRows(matrix, width, { rows: table.rows, spans: packedSpans(fitted) })
}

function encodeOutputs(
  target: EncodedTarget,
  spec: PreprocessingSpec,
  train: Int32Array,
): Pick<FoldData, 'targets' | 'outputs' | 'targetScale'> {
  if (target.task !== 'regression') {
    return {
      ...classTargets(present(target.labels, 'class codes'), target.task, target.classes.length),
      targetScale: { mean: 0, scale: 1 },
    }
  }
  const values = present(target.values, 'target values')
  const targetScale = spec.target === 'none' ? { mean: 0, scale: 1 } : fitTargetScaler(values, train)
  const targets = Float32Array.from(values, (value) => (value - targetScale.mean) / targetScale.scale)
  return { targets, outputs: 1, targetScale }
}
