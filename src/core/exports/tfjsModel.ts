/** A trained network as a TensorFlow.js layers model: `model.json` and its weights. */
import type { ModelMember, TrainedModel } from '../model/trainedModel.ts'
import { kerasLayers, normalizedColumns, UniqueNames } from './kerasLayers.ts'
import type { KerasLayer } from './kerasLayers.ts'
import { joinArrays } from '../joinArrays.ts'

/** The two files of a layers model. */
export interface TfjsModel {
  /** `model.json`. */
  readonly json: object
  /** `weights.bin`: little-endian float32. */
  readonly weights: Uint8Array
}

/** Activations that TensorFlow.js calls otherwise. */
const RENAMED: Readonly<Record<string, string>> = { silu: 'swish' }

/** Activations that TensorFlow.js lacks, or defines otherwise than Keras 3, as layers that do the same. */
const COMPOSED: Readonly<Record<string, readonly Pick<KerasLayer, 'className' | 'config'>[]>> = {
  leaky_relu: [{ className: 'LeakyReLU', config: { alpha: 0.2 } }],
  hard_sigmoid: [
    { className: 'Rescaling', config: { scale: 1, offset: 3 } },
    { className: 'ReLU', config: { max_value: 6 } },
    { className: 'Rescaling', config: { scale: 1 / 6, offset: 0 } },
  ],
}

/**
 * A layers model of one network, as `tf.loadLayersModel` reads it.
 *
 * @param takesRaw whether it takes raw numbers in the order of the model's columns; else it takes the prepared matrix.
 */
export function tfjsModel(model: TrainedModel, member: ModelMember, takesRaw: boolean): TfjsModel {
  const names = new UniqueNames()
  const prepared = takesRaw ? [scalingLayer(member)] : []
  const layers = [...prepared, ...kerasLayers(model, member)]
    .flatMap(withTheirActivations)
    .map((layer) => ({ ...layer, name: names.of(layer.name) }))
  const width = takesRaw ? member.preprocessing.columns.length : member.inputs
  const input = { batch_input_shape: [null, width], dtype: 'float32', sparse: false, name: names.of('columns') }
  const written = layers.flatMap(({ name, weights }) => weights.map((weight) => ({ ...weight, layer: name })))
  const weights = joinArrays(
    Float32Array,
    written.map(({ values }) => values),
  )
  return {
    json: {
      format: 'layers-model',
      generatedBy: 'Holdout',
      convertedBy: null,
      modelTopology: {
        class_name: 'Sequential',
        config: {
          name: names.of(model.name),
          layers: [
            { class_name: 'InputLayer', config: input },
            ...layers.map(({ className, name, config }) => ({ class_name: className, config: { name, ...config } })),
          ],
        },
      },
      weightsManifest: [
        {
          paths: ['weights.bin'],
          weights: written.map(({ layer, name, shape }) => ({ name: `${layer}/${name}`, shape, dtype: 'float32' })),
        },
      ],
    },
    weights: new Uint8Array(weights.buffer),
  }
}

/** TensorFlow.js has no Normalization; a BatchNormalization that was not trained does the same. */
function scalingLayer(member: ModelMember): KerasLayer {
  const columns = normalizedColumns(member) ?? []
  const weight = (name: string, values: readonly number[]) => ({
    name,
    shape: [values.length],
    values: Float32Array.from(values),
  })
  return {
    className: 'BatchNormalization',
    name: 'preparation',
    config: { axis: -1, epsilon: 0, center: false, scale: false },
    weights: [
      weight(
        'moving_mean',
        columns.map(({ center }) => center),
      ),
      weight(
        'moving_variance',
        columns.map(({ scale }) => scale * scale),
      ),
    ],
  }
}

function withTheirActivations(layer: KerasLayer): readonly KerasLayer[] {
  const { activation } = layer.config
  if (typeof activation !== 'string') return [layer]
  const composed = Object.hasOwn(COMPOSED, activation) ? COMPOSED[activation] : undefined
  const own = composed ? 'linear' : Object.hasOwn(RENAMED, activation) ? RENAMED[activation] : activation
  const after = (composed ?? []).map((more) => ({ ...more, name: `${layer.name}_${activation}`, weights: [] }))
  return [{ ...layer, config: { ...layer.config, activation: own } }, ...after]
}
