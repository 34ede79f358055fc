import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { HoldoutError } from '../../core/errors.ts'
import { makePredictor, type Predictor } from '../../core/model/predict.ts'
import { checkModelSum } from '../../core/model/modelFile.ts'
import type { SavedModel } from '../../core/model/savedModel.ts'
import type { TrainedModel } from '../../core/model/trainedModel.ts'
import { fileError } from '../datasets/source/fileError.ts'

/** A saved model, ready to predict. */
export interface OpenModel {
  /** Absolute. */
  readonly path: string
  readonly saved: SavedModel
  readonly predict: Predictor
  readonly trained: TrainedModel
}

/** What every model file has, with the type of its value. */
const PARTS = {
  name: 'string',
  task: 'string',
  classes: 'object',
  spec: 'object',
  preprocessing: 'object',
  targetScale: 'object',
  inputs: 'number',
  weights: 'object',
} as const satisfies Partial<Record<keyof SavedModel, string>>

/**
 * Opens a model file and checks that its weights fit its layers.
 * @throws HoldoutError of the families `file` and `model`.
 */
export async function openModel(path: string): Promise<OpenModel> {
  const absolute = resolve(path)
  const saved = parseModel(await readText(absolute), absolute)
  const weights = Object.fromEntries(Object.entries(saved.weights).map(([name, text]) => [name, floatsOf(text)]))
  const { preprocessing, targetScale, inputs, ...rest } = saved
  const trained = { ...rest, members: [{ preprocessing, targetScale, inputs, weights }] }
  return { path: absolute, saved, trained, predict: makePredictor({ spec: saved.spec, inputs, weights }) }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw fileError(cause, path)
  }
}

function parseModel(text: string, path: string): SavedModel {
  const value = parseJson(text)
  if (typeof value !== 'object' || value === null || !('holdoutModel' in value)) throw notAModel(path)
  if (value.holdoutModel !== 1) throw otherVersion(path, value.holdoutModel)
  checkModelSum(value, sha256)
  const model = value as unknown as SavedModel
  for (const [part, type] of Object.entries(PARTS) as [keyof typeof PARTS, string][])
    if (typeof model[part] !== type || (model[part] as unknown) === null) throw damaged(path, part)
  if (!Array.isArray(model.spec.layers) || !Array.isArray(model.preprocessing.columns)) throw damaged(path, 'spec')
  if (model.preprocessing.outputs.length !== model.inputs) throw damaged(path, 'inputs')
  return model
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Little-endian float32 in base64, copied so that it begins at a multiple of four bytes. */
function floatsOf(text: string): Float32Array {
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'))
  return new Float32Array(bytes.buffer, 0, Math.floor(bytes.byteLength / 4))
}

function notAModel(path: string): HoldoutError {
  return new HoldoutError('model/not-a-model', 'expected a model that Holdout saved, received another file', {
    path,
    hint: 'Models are written by runs whose experiment says `finalModel: true`, as models/model-0.json.',
  })
}

function otherVersion(path: string, version: unknown): HoldoutError {
  return new HoldoutError('model/version', `expected a model of version 1, received ${JSON.stringify(version)}`, {
    path,
    hint: 'It was saved by a newer Holdout: use that one.',
  })
}

function damaged(path: string, part: string): HoldoutError {
  return new HoldoutError('model/damaged', `the model is damaged: its \`${part}\` cannot be read`, {
    path,
    hint: 'Train the model again.',
  })
}
