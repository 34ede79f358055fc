import { completeFields, completeTyped } from '../../settings/completeField.ts'
import { layerCatalogue } from '../../model/layerCatalogue.ts'
import { lossesOfTask, type ModelContext } from '../../model/modelProblems.ts'
import type { Layer, ModelSpec, TrainingSpec } from '../../model/modelSpec.ts'
import { trainingFields } from '../../model/trainingFields.ts'
import { isRecord, type WrittenLayer } from '../file/experimentFile.ts'
import type { MergedModel } from './extendModels.ts'
import { layerNames } from './layerNames.ts'

/** A model without sweeps, with every default filled in; output and loss follow from the task. */
export function completeModel(model: MergedModel, name: string, context: ModelContext): ModelSpec {
  const names = layerNames(model.layers)
  return {
    name,
    layers: model.layers.map((layer, i) => completeLayer(layer, names[i], context)),
    training: completeTraining(model, context),
  }
}

function completeLayer(layer: WrittenLayer, name: string, context: ModelContext): Layer {
  const written = isRecord(layer) ? layer : { type: layer }
  const fromTask = written.type === 'output' ? outputDefaults(context) : {}
  return completeTyped(layerCatalogue, { ...fromTask, ...written, name }) as unknown as Layer
}

function outputDefaults({ task, classes }: ModelContext): object {
  if (task === 'multiclass') return { units: classes.length, activation: 'softmax' }
  return { units: 1, activation: task === 'binary' ? 'sigmoid' : 'linear' }
}

function completeTraining(model: MergedModel, { task }: ModelContext): TrainingSpec {
  const written = { ...model } as Record<string, unknown>
  if (written.loss === undefined || written.loss === 'none') written.loss = lossesOfTask[task][0]
  return completeFields(trainingFields, written) as unknown as TrainingSpec
}
