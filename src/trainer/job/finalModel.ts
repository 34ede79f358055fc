/** A model fitted on all rows, as one JSON file: the network, its weights, and the preprocessing it was trained behind. */
import { present } from '../../core/present.ts'
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ModelSpec } from '../../core/model/modelSpec.ts'
import type { FittedPreprocessing } from '../../core/preprocessing/fitPreprocessing.ts'
import type { TrainerJob } from '../../core/run/trainerJob.ts'
import type { Task } from '../../core/dataset/table.ts'
import type { FoldData } from '../group/foldData.ts'
import type { LaneRun } from '../group/laneRun.ts'

/** What a saved model holds. Weights are little-endian float32 in base64, Keras's shapes flattened in row order. */
export interface SavedModel {
  readonly holdoutModel: 1
  readonly run: string
  readonly name: string
  readonly task: Task
  readonly classes: readonly string[]
  readonly spec: ModelSpec
  readonly preprocessing: FittedPreprocessing
  readonly targetScale: FoldData['targetScale']
  readonly inputs: number
  readonly weights: Readonly<Record<string, string>>
}

/** Writes the model of `run` into the job's model folder; returns the file's path. */
export function writeFinalModel(
  job: TrainerJob,
  run: LaneRun,
  preprocessing: FittedPreprocessing,
  data: FoldData,
): string {
  const { candidate, key } = run.fit
  const weights = Object.entries(run.weights ?? {}).filter(([name]) => !name.includes(':'))
  const model: SavedModel = {
    holdoutModel: 1,
    run: job.runId,
    name: candidate.name,
    task: job.task,
    classes: job.classes,
    spec: candidate.spec,
    preprocessing,
    targetScale: data.targetScale,
    inputs: data.width,
    weights: Object.fromEntries(
      weights.map(([name, values]) => [
        name,
        Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64'),
      ]),
    ),
  }
  const path = join(present(job.modelFolder, 'a folder for models'), `model-${key.candidate}.json`)
  const temporary = `${path}.${process.pid}.tmp`
  writeFileSync(temporary, JSON.stringify(model), { flush: true })
  renameSync(temporary, path)
  return path
}
