import type { ExportCheck, ExportOutputs } from '../../core/exports/exportCheck.ts'
import { requirePackage, tf } from '../backend/tf.ts'
import type { Tensor } from '../backend/tensorTypes.ts'
import { columnsOf } from './checkInput.ts'
import { openForCheck } from './openForCheck.ts'

/** tfjs-node's reader of SavedModels, which goes by the signature as any other reader does. */
interface SavedModelReader {
  readonly node: {
    loadSavedModel(folder: string, tags: string[], signature: string): Promise<LoadedModel>
  }
}
interface LoadedModel {
  predict(inputs: Readonly<Record<string, Tensor>>): Readonly<Record<string, Tensor>>
  dispose(): void
}

/** Runs a SavedModel by the native TensorFlow library. */
export async function runSavedModel({ path, input }: ExportCheck): Promise<ExportOutputs> {
  const runtime = await openForCheck('tensorflow')
  const { node } = requirePackage('@tensorflow/tfjs-node') as SavedModelReader
  const model = await node.loadSavedModel(path, ['serve'], 'serving_default')
  const inputs = columnsOf(input).map((column): [string, Tensor] => {
    const shape: [number, number] = [column.values.length, 1]
    if (column.kind === 'text') return [column.name, tf.tensor2d([...column.values], shape, 'string')]
    return [column.name, tf.tensor2d(Float32Array.from(column.values), shape)]
  })
  const outputs = model.predict(Object.fromEntries(inputs))
  const [prediction] = Object.entries(outputs).filter(([name]) => name.startsWith('prediction'))
  const values = Float64Array.from(prediction[1].dataSync<'float32'>())
  model.dispose()
  return { values, runtime }
}
