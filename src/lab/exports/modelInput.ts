/** What the writers of models share: what a model takes, and what it is written with. */
import { normalizedColumns } from '../../core/exports/kerasLayers.ts'
import { rawColumns } from '../../core/exports/rawColumns.ts'
import type { ExportCheck } from '../../core/exports/exportCheck.ts'
import { HoldoutError } from '../../core/errors.ts'
import type { ModelMember, TrainedModel } from '../../core/model/trainedModel.ts'
import { transformRows } from '../../core/preprocessing/transformRows.ts'
import type { FeatureTable } from '../../core/preprocessing/transformRows.ts'
import { checkedRows } from './checkedModel.ts'
import { PARITY_ROWS } from './parity.ts'
import { preprocessingFiles } from './preprocessingFiles.ts'

/** What a model is written with, beside itself. */
export interface ModelOrigin {
  readonly table: FeatureTable
  /** Version of Holdout. */
  readonly version: string
  /** ISO 8601: when the run began. */
  readonly savedAt: string
}

/** The network of a model for a format that holds a chain of layers. @throws HoldoutError `usage/one-network` for an ensemble */
export function onlyMember({ members }: TrainedModel): ModelMember {
  if (members.length === 1) return members[0]
  throw new HoldoutError(
    'usage/one-network',
    `The format holds one network with its own preparation: expected a model trained on all rows, received an ensemble of ${String(members.length)} networks.`,
    { hint: 'Export it as onnx or savedmodel; or run the experiment with `finalModel: refit`.' },
  )
}

/** Whether layers of Keras can do all of a model's preparation. */
export function canTakeRaw({ members }: TrainedModel): boolean {
  return normalizedColumns(members[0]) !== undefined
}

/** Files that prepare rows for a model that does not take them raw. */
export function preparation(model: TrainedModel, takesRaw: boolean): readonly (readonly [string, string])[] {
  return takesRaw ? [] : preprocessingFiles(model)
}

/** The first rows as raw columns by name. */
export function rawInput(model: TrainedModel, table: FeatureTable): ExportCheck['input'] {
  return { kind: 'columns', columns: rawColumns(model, table, PARITY_ROWS) }
}

/** The first rows as one matrix. */
export function matrixInput(model: TrainedModel, table: FeatureTable, takesRaw: boolean): ExportCheck['input'] {
  const [{ preprocessing, inputs }] = model.members
  const rows = checkedRows(table)
  if (!takesRaw) return { kind: 'matrix', values: transformRows(preprocessing, table, rows).matrix, width: inputs }
  const columns = rawColumns(model, table, PARITY_ROWS)
  const values = new Float32Array(rows.length * columns.length)
  for (const [place, column] of columns.entries())
    for (const row of rows) values[row * columns.length + place] = Number(column.values[row])
  return { kind: 'matrix', values, width: columns.length }
}
