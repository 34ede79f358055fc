import { layerCatalogue } from '../../model/layerCatalogue.ts'
import { newThing } from '../../settings/newThing.ts'
import { isRecord, type ExperimentFile, type WrittenLayer, type WrittenModel } from '../file/experimentFile.ts'
import { layerType } from '../resolve/previewModels.ts'
import { withSetting } from './withSetting.ts'

/** A stack of layers: those of a model as they are in force, its own or taken from another model. */
export interface Stack {
  readonly model: number
  readonly layers: readonly WrittenLayer[]
}

/** Puts a new layer at a place; a dense one gets the activation that most dense layers of the stack have. */
export function insertLayer(file: ExperimentFile, stack: Stack, at: number, type: string): ExperimentFile {
  const activation = type === 'dense' ? usualActivation(stack.layers) : undefined
  const layer = { ...newThing(layerCatalogue, type), ...(activation !== undefined && { activation }) }
  return withLayers(file, stack, stack.layers.toSpliced(at, 0, layer as unknown as WrittenLayer))
}

export function removeLayer(file: ExperimentFile, stack: Stack, index: number): ExperimentFile {
  return withLayers(file, stack, stack.layers.toSpliced(index, 1))
}

/** Puts a copy behind the layer, without its name. */
export function duplicateLayer(file: ExperimentFile, stack: Stack, index: number): ExperimentFile {
  const layer = stack.layers[index]
  const copy = isRecord(layer) ? (withSetting(layer, 'name', undefined) as unknown as WrittenLayer) : layer
  return withLayers(file, stack, stack.layers.toSpliced(index + 1, 0, copy))
}

export function moveLayer(file: ExperimentFile, stack: Stack, from: number, to: number): ExperimentFile {
  return withLayers(file, stack, stack.layers.toSpliced(from, 1).toSpliced(to, 0, stack.layers[from]))
}

/** Sets one field of a layer; `undefined` leaves it to its default. */
export function setLayerField(
  file: ExperimentFile,
  stack: Stack,
  { index, field, value }: { readonly index: number; readonly field: string; readonly value: unknown },
): ExperimentFile {
  const layer = stack.layers[index]
  const written = typeof layer === 'string' ? { type: layer } : layer
  const next = withSetting(written, field, value) as unknown as WrittenLayer
  return withLayers(file, stack, stack.layers.with(index, next))
}

/** Whether a layer can go to another place: the output stays last. */
export function canMoveLayer(layers: readonly WrittenLayer[], from: number, to: number): boolean {
  const types = layers.map(layerType)
  return to >= 0 && to < types.length && types[from] !== 'output' && types[to] !== 'output'
}

/** Where a new layer goes: behind another, or last; before the output. */
export function placeOfNewLayer(layers: readonly WrittenLayer[], after: number | undefined): number {
  const types = layers.map(layerType)
  const output = types.lastIndexOf('output')
  const last = output < 0 ? types.length : output
  return after === undefined ? last : Math.min(after + 1, last)
}

/** A model with layers of its own: those it took from another become its own. */
export function withOwnLayers(model: WrittenModel, layers: readonly WrittenLayer[]): WrittenModel {
  const { patch: _, ...rest } = model
  return { ...rest, layers }
}

function withLayers(file: ExperimentFile, { model }: Stack, layers: readonly WrittenLayer[]): ExperimentFile {
  return { ...file, models: file.models.with(model, withOwnLayers(file.models[model], layers)) }
}

/** The activation that most dense layers of a stack have; `undefined` where none is written. */
function usualActivation(layers: readonly unknown[]): string | undefined {
  const counts = new Map<string, number>()
  for (const layer of layers) {
    const activation = isRecord(layer) && layer['type'] === 'dense' ? layer['activation'] : undefined
    if (typeof activation === 'string') counts.set(activation, (counts.get(activation) ?? 0) + 1)
  }
  return [...counts].sort((one, other) => other[1] - one[1]).at(0)?.[0]
}
