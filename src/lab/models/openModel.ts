import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { HoldoutError } from '../../core/errors.ts'
import { makePredictor } from '../../core/model/predict.ts'
import { makeTablePredictor } from '../../core/model/predictTable.ts'
import type { TablePredictor } from '../../core/model/predictTable.ts'
import { checkModelSum, encodeModelFile } from '../../core/model/modelFile.ts'
import { membersOf } from '../../core/model/savedModel.ts'
import type { SavedMember, SavedModel } from '../../core/model/savedModel.ts'
import type { ModelMember, TrainedModel } from '../../core/model/trainedModel.ts'
import { fileError } from '../datasets/source/fileError.ts'
import { replaceFile } from '../files/jsonFile.ts'
import { modelFileProblem, outputsOf } from './savedModelSchema.ts'

/** A saved model, ready to predict. */
export interface OpenModel {
  /** Absolute. */
  readonly path: string
  readonly saved: SavedModel
  readonly predict: TablePredictor
  readonly trained: TrainedModel
}

/** Beyond any model that can be trained here; larger texts do not fit into memory as text. */
const MOST_BYTES = 400 * 2 ** 20

/**
 * Reads a model file: checks its checksum, its shape, that its weights fit its layers, and that it predicts numbers. Writes nothing.
 * @throws HoldoutError of the families `file` and `model`.
 */
export async function readModel(path: string): Promise<OpenModel> {
  const absolute = resolve(path)
  const saved = parseModel(await readText(absolute), absolute)
  return predictorOf(saved, absolute)
}

/**
 * Reads a model file as {@link readModel} to use it; one of a workspace that has no checksum is given one.
 * @throws HoldoutError of the families `file` and `model`.
 */
export async function openModel(path: string): Promise<OpenModel> {
  const model = await readModel(path)
  if (!('sha256' in model.saved) && isOfWorkspace(model.path)) await addSum(model.path, model.saved)
  return model
}

function predictorOf(saved: SavedModel, absolute: string): OpenModel {
  const { name, run, task, classes, spec, dataset } = saved
  const members = membersOf(saved).map(withNumbers)
  const trained: TrainedModel = { name, run, task, classes, spec, ...(dataset && { dataset }), members }
  for (const member of members) tryMember(trained, member, absolute)
  return { path: absolute, saved, trained, predict: makeTablePredictor(trained) }
}

function withNumbers({ preprocessing, targetScale, inputs, weights }: SavedMember): ModelMember {
  const numbers = Object.entries(weights).map(([name, text]) => [name, floatsOf(text)] as const)
  return { preprocessing, targetScale, inputs, weights: Object.fromEntries(numbers) }
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
  if (value.holdoutModel !== 1 && value.holdoutModel !== 2) throw otherVersion(path, value.holdoutModel)
  checkModelSum(value, sha256)
  const problem = modelFileProblem(value)
  if (problem !== undefined) throw damaged(path, problem)
  return value as unknown as SavedModel
}

/** Predicts a row of average features: a damaged model mostly gives no number there already. */
function tryMember(model: TrainedModel, { inputs, weights }: ModelMember, path: string): void {
  const unfit = Object.entries(weights).find(([, values]) => !values.every(Number.isFinite))
  if (unfit) throw damaged(path, `weights.${unfit[0]}`)
  const tried = makePredictor({ spec: model.spec, inputs, weights })(new Float32Array(inputs))
  if (tried.length !== outputsOf(model)) throw damaged(path, 'spec')
  if (!tried.every(Number.isFinite)) throw damaged(path, 'weights')
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
    hint: 'Models are written by runs whose experiment says `finalModel: refit` or `ensemble`, as models/model-0.json.',
  })
}

function otherVersion(path: string, version: unknown): HoldoutError {
  return new HoldoutError('model/version', `expected a model of version 1 or 2, received ${JSON.stringify(version)}`, {
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
