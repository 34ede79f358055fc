import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { strFromU8, unzipSync } from 'fflate'
import type { ExportCheck, ExportOutputs } from '../../core/exports/exportCheck.ts'
import { layerRow } from '../../core/model/layerCatalogue.ts'
import type { LayerType } from '../../core/model/modelSpec.ts'
import type { Tensor } from '../backend/tensorTypes.ts'
import { tf } from '../backend/tf.ts'
import { LANE_LAYERS } from '../program/layers/laneLayers.ts'
import type { KerasPrediction } from '../program/layers/laneLayerRow.ts'
import { matrixOf } from './checkInput.ts'
import { openForCheck } from './openForCheck.ts'

/** A layer as `config.json` has it. */
interface LayerConfig {
  readonly class_name: string
  readonly config: Readonly<Record<string, unknown>>
}

/** What each class does when predicting; layers that only disturb training do nothing. */
const LAYERS: Readonly<Record<string, KerasPrediction>> = {
  Normalization: (x, { mean, variance }) =>
    tf.div(tf.sub(x, tf.tensor1d(mean as number[])), tf.sqrt(tf.tensor1d(variance as number[]))),
  Rescaling: (x, { scale, offset }) => tf.add(tf.mul(x, scale as number), offset as number),
  InputLayer: (x) => x,
  ...Object.fromEntries(
    Object.entries(LANE_LAYERS).map(([type, { predictAsKeras }]) => [
      layerRow(type as LayerType).keras.className,
      predictAsKeras ?? ((x: Tensor) => x),
    ]),
  ),
}

/** Runs a `.keras` file: reads its configuration and weights anew, and computes its layers by TensorFlow's operations. */
export async function runKeras({ path, input }: ExportCheck): Promise<ExportOutputs> {
  const runtime = await openForCheck('auto')
  const files = unzipSync(Uint8Array.from(await readFile(path)))
  const model = JSON.parse(strFromU8(files['config.json'])) as { readonly config: { readonly layers: LayerConfig[] } }
  const weights = await readWeights(files['model.weights.h5'])
  const counts = new Map<string, number>()
  let x = matrixOf(input)
  for (const { class_name: type, config } of model.config.layers) {
    const count = counts.get(type) ?? 0
    counts.set(type, count + 1)
    const group = `${snakeCase(type)}${count > 0 ? `_${String(count)}` : ''}`
    x = LAYERS[type](x, config, weights(group))
  }
  return { values: Float64Array.from(x.dataSync<'float32'>()), runtime }
}

function snakeCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])([A-Z])/g, '_$1').toLowerCase()
}

/** The weights of a layer by its group, in Keras's order. */
async function readWeights(bytes: Uint8Array): Promise<(group: string) => readonly Tensor[]> {
  const { default: hdf5 } = await import('h5wasm/node')
  const { FS } = await hdf5.ready
  // In the library's own file system, which lies in memory.
  const path = `/${randomUUID()}.h5`
  FS.writeFile(path, bytes)
  const file = new hdf5.File(path, 'r')
  const groups = new Map<string, readonly Tensor[]>()
  for (const group of keysOf(file.get('layers')))
    groups.set(
      group,
      keysOf(file.get(`layers/${group}/vars`)).map((name) => tensorAt(`layers/${group}/vars/${name}`)),
    )
  file.close()
  FS.unlink(path)
  return (group) => groups.get(group) ?? []

  function keysOf(place: unknown): readonly string[] {
    return place instanceof hdf5.Group ? place.keys() : []
  }

  function tensorAt(name: string): Tensor {
    const dataset = file.get(name)
    if (!(dataset instanceof hdf5.Dataset)) throw new TypeError(`expected numbers in ${name}`)
    return tf.tensor(dataset.value as Float32Array, dataset.shape ?? [], 'float32')
  }
}
