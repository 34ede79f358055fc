/** Writes final models, each as one JSON file (`core/model/savedModel.ts`). */
import { present } from '../../core/present.ts'
import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { encodeModelFile } from '../../core/model/modelFile.ts'
import type { SavedMember, SavedModel } from '../../core/model/savedModel.ts'
import type { FittedPreprocessing } from '../../core/preprocessing/fitPreprocessing.ts'
import type { TrainerJob } from '../../core/run/trainerJob.ts'
import type { FoldData } from '../group/foldData.ts'
import type { LaneRun } from '../group/laneRun.ts'
import { buildLaneModel } from '../program/laneModel.ts'
import { writeWhole } from './writeWhole.ts'

/** What a model knows of the rows it was made with, beside its weights. */
export interface LearnedFromRows {
  readonly heldOutScores: readonly number[] | undefined
  readonly ranges: NonNullable<SavedModel['ranges']>
}

/** The network of `run` as it is saved. */
export function savedMember(run: LaneRun, preprocessing: FittedPreprocessing, data: FoldData): SavedMember {
  const weights = present(run.weights, 'the weights of a kept network')
  // Variables only: an optimizer's slots are of no use to who predicts.
  const names = buildLaneModel(run.fit.candidate.spec, data.width).variables.map(({ name }) => name)
  return {
    preprocessing,
    targetScale: data.targetScale,
    inputs: data.width,
    weights: Object.fromEntries(names.map((name) => [name, base64Of(weights[name])])),
  }
}

/** Writes the final model of a candidate, of one network or of several, into the job's model folder; returns the file's path. */
export function writeFinalModel(
  job: TrainerJob,
  candidate: number,
  [first, ...others]: readonly SavedMember[],
  { heldOutScores, ranges }: LearnedFromRows,
): string {
  const { name, spec } = job.candidates[candidate]
  const model: SavedModel = {
    holdoutModel: job.hasEnsembles ? 2 : 1,
    run: job.runId,
    name,
    task: job.task,
    classes: job.classes,
    ...(job.scoring?.positive === 0 && { positiveClass: job.classes[0] }),
    spec,
    ...first,
    ...(job.hasEnsembles && { others }),
    ...(job.dataset && { dataset: job.dataset }),
    ...(heldOutScores && { heldOutScores }),
    ranges,
  }
  const folder = present(job.modelFolder, 'a folder for models')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `model-${candidate}.json`)
  writeWhole(path, encodeModelFile(model, sha256))
  return path
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function base64Of({ buffer, byteOffset, byteLength }: Float32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64')
}
