import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { HoldoutError } from '../../core/errors.ts'
import { makePredictor, type Predictor } from '../../core/model/predict.ts'
import { checkModelSum, encodeModelFile } from '../../core/model/modelFile.ts'
import type { SavedModel } from '../../core/model/savedModel.ts'
import type { TrainedModel } from '../../core/model/trainedModel.ts'
import type { NamedWeights } from '../../core/model/layers/layerRow.ts'
import { fileError } from '../datasets/source/fileError.ts'
import { replaceFile } from '../files/jsonFile.ts'
import { modelFileProblem, outputsOf } from './savedModelSchema.ts'

/** A saved model, ready to predict. */
export interface OpenModel {
  /** Absolute. */
  readonly path: string
  readonly saved: SavedModel
  readonly predict: Predictor
  readonly trained: TrainedModel
}

/** Beyond any model that can be trained here; larger texts do not fit into memory as text. */
const MOST_BYTES = 400 * 2 ** 20

/**
 * Opens a model file: checks its checksum, its shape, that its weights fit its layers, and that it predicts numbers.
 * @throws HoldoutError of the families `file` and `model`.
 */
export async function openModel(path: string): Promise<OpenModel> {
  const absolute = resolve(path)
  const saved = parseModel(await readText(absolute), absolute)
  const opened = predictorOf(saved, absolute)
  if (!('sha256' in saved) && isOfWorkspace(absolute)) await addSum(absolute, saved)
  return opened
}

function predictorOf(saved: SavedModel, absolute: string): OpenModel {
  const weights = Object.fromEntries(Object.entries(saved.weights).map(([name, text]) => [name, floatsOf(text)]))
  const { preprocessing, targetScale, inputs, ...rest } = saved
  const trained = { ...rest, members: [{ preprocessing, targetScale, inputs, weights }] }
  return { path: absolute, saved, trained, predict: triedPredictor(saved, weights, absolute) }
}

/** Whether it lies where runs keep their models: `holdout.sqlite` beside `runs/RUN/models/FILE`. */
function isOfWorkspace(path: string): boolean {
  return existsSync(join(dirname(path), '..', '..', '..', 'holdout.sqlite'))
}

/** A workspace's model of before there were checksums gets one at its first use. Where it cannot be written, it stays as it is. */
async function addSum(path: string, saved: SavedModel): Promise<void> {
  await replaceFile(path, encodeModelFile(saved, sha256), { isPrivate: true }).catch(() => undefined)
}

async function readText(path: string): Promise<string> {
  try {
    const { size } = await stat(path)
    if (size <= MOST_BYTES) return await readFile(path, 'utf8')
  } catch (cause) {
    throw fileError(cause, path)
  }
  throw notAModel(path)
}

function parseModel(text: string, path: string): SavedModel {
  const value = parseJson(text)
  if (typeof value !== 'object' || value === null || !('holdoutModel' in value)) throw notAModel(path)
  if (value.holdoutModel !== 1) throw otherVersion(path, value.holdoutModel)
  checkModelSum(value, sha256)
  const problem = modelFileProblem(value)
  if (problem !== undefined) throw damaged(path, problem)
  return value as unknown as SavedModel
}

/** The predictor, after it has predicted a row of average features: a damaged model mostly gives no number there already. */
function triedPredictor(saved: SavedModel, weights: NamedWeights, path: string): Predictor {
  const { spec, inputs } = saved
  const unfit = Object.entries(weights).find(([, values]) => !values.every(Number.isFinite))
  if (unfit) throw damaged(path, `weights.${unfit[0]}`)
  const predict = makePredictor({ spec, inputs, weights })
  const tried = predict(new Float32Array(inputs))
  if (tried.length !== outputsOf(saved)) throw damaged(path, 'spec')
  if (!tried.every(Number.isFinite)) throw damaged(path, 'weights')
  return predict
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
