import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExportCheck, ExportOutputs } from '../../core/exports/exportCheck.ts'
import type { Tensor } from '../backend/tensorTypes.ts'
import { tf, type TensorFlow } from '../backend/tf.ts'
import { matrixOf } from './checkInput.ts'
import { openForCheck } from './openForCheck.ts'

/** Runs a layers model by TensorFlow.js itself, on whichever backend this machine has. */
export async function runTfjs({ path, input }: ExportCheck): Promise<ExportOutputs> {
  const runtime = await openForCheck('auto')
  const model = await tf.loadLayersModel({ load: () => readArtifacts(path) })
  const output = model.predict(matrixOf(input)) as Tensor
  return { values: Float64Array.from(output.dataSync<'float32'>()), runtime }
}

interface ModelJson {
  readonly modelTopology: object
  readonly weightsManifest: readonly {
    readonly paths: readonly string[]
    readonly weights: TensorFlow.io.WeightsManifestEntry[]
  }[]
}

async function readArtifacts(folder: string): Promise<TensorFlow.io.ModelArtifacts> {
  const { modelTopology, weightsManifest } = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8')) as ModelJson
  const [{ paths, weights }] = weightsManifest
  const bytes = Uint8Array.from(await readFile(join(folder, paths[0])))
  return { modelTopology, weightSpecs: weights, weightData: bytes.buffer }
}
