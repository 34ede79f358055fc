/** The parts of a `.keras` file (Keras 3): its configuration, and its weights by their place in `model.weights.h5`. */
import type { ModelMember, TrainedModel } from '../model/trainedModel.ts'
import { kerasLayers, normalizedColumns, UniqueNames } from './kerasLayers.ts'
import type { KerasLayer, KerasWeight } from './kerasLayers.ts'

/** What goes into the file. */
export interface KerasModel {
  /** `config.json`. */
  readonly config: object
  /** `metadata.json`. */
  readonly metadata: object
  /** Groups of `model.weights.h5` with their weights in order; groups of layers without weights are there too. */
  readonly groups: ReadonlyMap<string, readonly KerasWeight[]>
}

/** The Keras whose format is written. */
const KERAS_VERSION = '3.8.0'

/**
 * A Sequential model of one network.
 *
 * @param options `savedAt` in ISO 8601; `takesRaw`: whether it takes raw numbers, in the order of the model's columns, by a Normalization layer; else it
 *   takes the prepared matrix.
 */
export function kerasModel(
  model: TrainedModel,
  member: ModelMember,
  { takesRaw, savedAt }: { readonly takesRaw: boolean; readonly savedAt: string },
): KerasModel {
  const names = new UniqueNames()
  const inputs = takesRaw ? member.preprocessing.columns.length : member.inputs
  const prepared = takesRaw ? [normalizationLayer(member)] : []
  const layers = [...prepared, ...kerasLayers(model, member)]
  const input = {
    module: 'keras.layers',
    class_name: 'InputLayer',
    config: { batch_shape: [null, inputs], dtype: 'float32', sparse: false, name: names.of('columns') },
    registered_name: null,
  }
  return {
    config: {
      module: 'keras',
      class_name: 'Sequential',
      config: {
        name: names.of(model.name),
        trainable: true,
        dtype: FLOAT_POLICY,
        layers: [input, ...layers.map((layer) => layerConfig(layer, names))],
        build_input_shape: [null, inputs],
      },
      registered_name: null,
      build_config: { input_shape: [null, inputs] },
    },
    metadata: { keras_version: KERAS_VERSION, date_saved: savedAt.slice(0, 19).replace('T', '@') },
    groups: groupsOf(layers),
  }
}

const FLOAT_POLICY = {
  module: 'keras',
  class_name: 'DTypePolicy',
  config: { name: 'float32' },
  registered_name: null,
}

/** Scales raw numbers as the member's preprocessing does. */
function normalizationLayer(member: ModelMember): KerasLayer {
  const columns = normalizedColumns(member) ?? []
  return {
    className: 'Normalization',
    name: 'preparation',
    config: {
      axis: -1,
      invert: false,
      mean: columns.map(({ center }) => center),
      variance: columns.map(({ scale }) => scale * scale),
    },
    weights: [],
  }
}

function layerConfig({ className, name, config }: KerasLayer, names: UniqueNames): object {
  return {
    module: 'keras.layers',
    class_name: className,
    config: { name: names.of(name), trainable: true, dtype: FLOAT_POLICY, ...config },
    registered_name: null,
  }
}

/** Keras finds weights by the layers' types, counted, and not by their names. */
function groupsOf(layers: readonly KerasLayer[]): KerasModel['groups'] {
  const counts = new Map<string, number>()
  const groups = new Map<string, readonly KerasWeight[]>([['vars', []]])
  for (const { className, weights } of layers) {
    const type = className.replace(/(?<=[a-z0-9])([A-Z])/g, '_$1').toLowerCase()
    const count = counts.get(type) ?? 0
    counts.set(type, count + 1)
    groups.set(`layers/${type}${count > 0 ? `_${String(count)}` : ''}/vars`, weights)
  }
  return groups
}
