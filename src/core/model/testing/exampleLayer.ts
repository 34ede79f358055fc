import { completeTyped } from '../../settings/completeField.ts'
import { newThing } from '../../settings/newThing.ts'
import { layerCatalogue } from '../layerCatalogue.ts'
import type { Layer, LayerType } from '../modelSpec.ts'

/** A layer as an editor begins it, with all defaults. */
export function exampleLayer(type: LayerType): Layer {
  return completeTyped(layerCatalogue, { ...newThing(layerCatalogue, type), name: `new ${type}` }) as unknown as Layer
}

/** One layer of each type that is not among `layers`: what is tried of a type without a case of its own. */
export function otherLayers(layers: readonly Layer[]): readonly Layer[] {
  const known = new Set<string>(['output', ...layers.map(({ type }) => type)])
  return (Object.keys(layerCatalogue) as LayerType[]).filter((type) => !known.has(type)).map(exampleLayer)
}
