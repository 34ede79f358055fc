/** A trained model in the formats of other programs. */
import { modelGraph } from '../../core/exports/modelGraph.ts'
import { onnxFile } from '../../core/exports/onnxFile.ts'
import { kerasModel } from '../../core/exports/kerasModel.ts'
import { normalizedColumns } from '../../core/exports/kerasLayers.ts'
import { rawColumns } from '../../core/exports/rawColumns.ts'
import { tensorflowFile } from '../../core/exports/tensorflowFile.ts'
import { tfjsModel } from '../../core/exports/tfjsModel.ts'
import { HoldoutError } from '../../core/errors.ts'
import type { ModelMember, TrainedModel } from '../../core/model/trainedModel.ts'
import { transformRows } from '../../core/preprocessing/transformRows.ts'
import type { FeatureTable } from '../../core/preprocessing/transformRows.ts'
import type { ExportCheck } from '../../core/exports/exportCheck.ts'
import { checkedRows } from './checkedModel.ts'
import type { WrittenModel } from './checkedModel.ts'
import { kerasFile } from './kerasFile.ts'
import { numberTypes } from './numberTypes.ts'
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

/** `model.onnx`, which takes the raw columns by name. */
export function writeOnnx(model: TrainedModel, { table, version }: ModelOrigin): WrittenModel {
  const graph = modelGraph(model, { numbers: numberTypes(model, table), prediction: predictionType(model, 'float64') })
  const metadata = { run: model.run, task: model.task, classes: JSON.stringify(model.classes) }
  const description = `${model.name}, trained by Holdout (run ${model.run}).`
  const bytes = onnxFile(graph, { name: model.name, producerVersion: version, description, metadata })
  return { files: new Map([['model.onnx', bytes]]), format: 'onnx', main: 'model.onnx', input: rawInput(model, table) }
}

/** `savedmodel/`, which takes the raw columns by name; all numbers in single precision. */
export function writeSavedModel(model: TrainedModel, { table }: ModelOrigin): WrittenModel {
  const { bytes } = tensorflowFile(modelGraph(model, { numbers: new Map(), prediction: 'float32' }))
  return {
    files: new Map([['savedmodel/saved_model.pb', bytes]]),
    format: 'savedmodel',
    main: 'savedmodel',
    input: rawInput(model, table),
  }
}

/** `model.keras`, with the preparation of numbers inside where Keras has a layer for it, else with a reader beside it. */
export async function writeKeras(
  model: TrainedModel,
  { table, savedAt }: ModelOrigin,
  takesRaw: boolean,
): Promise<WrittenModel> {
  const member = onlyMember(model)
  const bytes = await kerasFile(kerasModel(model, member, { takesRaw, savedAt }))
  const files = new Map<string, string | Uint8Array>([['model.keras', bytes], ...preparation(model, takesRaw)])
  return { files, format: 'keras', main: 'model.keras', input: matrixInput(model, table, takesRaw) }
}

/** `tfjs/`, a layers model, prepared as `.keras` is. */
export function writeTfjs(model: TrainedModel, { table }: ModelOrigin, takesRaw: boolean): WrittenModel {
  const { json, weights } = tfjsModel(model, onlyMember(model), takesRaw)
  const files = new Map<string, string | Uint8Array>([
    ['tfjs/model.json', JSON.stringify(json)],
    ['tfjs/weights.bin', weights],
    ...preparation(model, takesRaw),
  ])
  return { files, format: 'tfjs', main: 'tfjs', input: matrixInput(model, table, takesRaw) }
}

/** The network of a model for a format that holds a chain of layers. @throws HoldoutError `usage/one-network` for an ensemble */
function onlyMember({ members }: TrainedModel): ModelMember {
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

function predictionType({ task }: TrainedModel, ofNumbers: 'float32' | 'float64'): 'float32' | 'float64' {
  return task === 'regression' ? ofNumbers : 'float32'
}

function preparation(model: TrainedModel, takesRaw: boolean): readonly (readonly [string, string])[] {
  return takesRaw ? [] : preprocessingFiles(model)
}

function rawInput(model: TrainedModel, table: FeatureTable): ExportCheck['input'] {
  return { kind: 'columns', columns: rawColumns(model, table, PARITY_ROWS) }
}

function matrixInput(model: TrainedModel, table: FeatureTable, takesRaw: boolean): ExportCheck['input'] {
  const [{ preprocessing, inputs }] = model.members
  const rows = checkedRows(table)
  if (!takesRaw) return { kind: 'matrix', values: transformRows(preprocessing, table, rows).matrix, width: inputs }
  const columns = rawColumns(model, table, PARITY_ROWS)
  const values = new Float32Array(rows.length * columns.length)
  for (const [place, column] of columns.entries())
    for (const row of rows) values[row * columns.length + place] = Number(column.values[row])
  return { kind: 'matrix', values, width: columns.length }
}
