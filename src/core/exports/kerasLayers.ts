/** A trained network as the layers of a Keras Sequential model: what `.keras` files and TensorFlow.js models hold. */
import type { FittedColumn, FittedNumber } from '../preprocessing/fittedPreprocessing.ts'
import type { ActivationName, Layer } from '../model/modelSpec.ts'
import type { ModelMember, TrainedModel } from '../model/trainedModel.ts'

/** One weight of a layer, as Keras calls it. */
export interface KerasWeight {
  readonly name: string
  readonly shape: readonly number[]
  readonly values: Float32Array
}

/** One layer with the arguments of Keras 3, in Python's spelling. */
export interface KerasLayer {
  readonly className: string
  /** Unique, of letters, digits, `_`, `.` and `-`. */
  readonly name: string
  readonly config: Readonly<Record<string, unknown>>
  readonly weights: readonly KerasWeight[]
}

/** Activations by Keras's names. */
export const KERAS_ACTIVATIONS: Readonly<Record<ActivationName, string>> = {
  relu: 'relu',
  relu6: 'relu6',
  leakyRelu: 'leaky_relu',
  elu: 'elu',
  selu: 'selu',
  gelu: 'gelu',
  silu: 'silu',
  softplus: 'softplus',
  softsign: 'softsign',
  tanh: 'tanh',
  sigmoid: 'sigmoid',
  hardSigmoid: 'hard_sigmoid',
  mish: 'mish',
  softmax: 'softmax',
  linear: 'linear',
}

type Unnamed = Omit<KerasLayer, 'name'>
type LayerWriter<Type extends Layer['type']> = (layer: Layer & { readonly type: Type }, weightsOf: WeightsOf) => Unnamed
/** The weights of one layer by their Keras names; those that the layer has not are left out. */
type WeightsOf = (names: Readonly<Record<string, string>>) => readonly KerasWeight[]

const WRITERS: { readonly [Type in Layer['type']]: LayerWriter<Type> } = {
  dense: dense,
  output: dense,
  activation: ({ activation }) => plain('Activation', { activation: KERAS_ACTIVATIONS[activation] }),
  dropout: ({ rate }) => plain('Dropout', { rate }),
  gaussianNoise: ({ stddev }) => plain('GaussianNoise', { stddev }),
  gaussianDropout: ({ rate }) => plain('GaussianDropout', { rate }),
  alphaDropout: ({ rate }) => plain('AlphaDropout', { rate }),
  batchNormalization: ({ momentum, epsilon, center, scale }, weightsOf) => ({
    className: 'BatchNormalization',
    config: { axis: -1, momentum, epsilon, center, scale },
    weights: weightsOf({
      gamma: 'gamma',
      beta: 'beta',
      movingMean: 'moving_mean',
      movingVariance: 'moving_variance',
    }),
  }),
  layerNormalization: ({ epsilon, center, scale }, weightsOf) => ({
    className: 'LayerNormalization',
    config: { axis: -1, epsilon, center, scale },
    weights: weightsOf({ gamma: 'gamma', beta: 'beta' }),
  }),
}

function dense(layer: Extract<Layer, { type: 'dense' | 'output' }>, weightsOf: WeightsOf): Unnamed {
  const { units, activation, useBias } = layer
  return {
    className: 'Dense',
    config: { units, activation: KERAS_ACTIVATIONS[activation], use_bias: useBias },
    weights: weightsOf({ kernel: 'kernel', bias: 'bias' }),
  }
}

function plain(className: string, config: KerasLayer['config']): Unnamed {
  return { className, config, weights: [] }
}

/** Names of columns whose preparation Keras's Normalization can do: numbers without a missing cell in training. */
export function normalizedColumns({ preprocessing }: ModelMember): readonly FittedNumber[] | undefined {
  const columns = preprocessing.columns.filter(isPlainNumber)
  return columns.length === preprocessing.columns.length ? columns : undefined
}

/** Below this Keras takes a scale for 0. */
const SMALLEST_SCALE = 1e-6

function isPlainNumber(column: FittedColumn): column is FittedNumber {
  return (
    column.kind === 'number' &&
    column.fill === null &&
    !column.hasIndicator &&
    !column.isEmpty &&
    !column.dateParts &&
    column.scale > SMALLEST_SCALE
  )
}

/** The layers of one member: from prepared features to the prediction in the target's unit. */
export function kerasLayers({ task, spec }: TrainedModel, member: ModelMember): readonly KerasLayer[] {
  const names = new UniqueNames()
  let units = member.inputs
  const layers = spec.layers.map((layer): KerasLayer => {
    const write = WRITERS[layer.type] as LayerWriter<Layer['type']>
    const written = write(layer, weightsReader(layer, member, units))
    if ('units' in layer) units = layer.units
    return { ...written, name: names.of(layer.name) }
  })
  if (task !== 'regression') return layers
  const { scale, mean } = member.targetScale
  return [...layers, { ...plain('Rescaling', { scale, offset: mean }), name: names.of('target_unit') }]
}

function weightsReader(layer: Layer, { weights }: ModelMember, inputs: number): WeightsOf {
  return (names) =>
    Object.entries(names).flatMap(([ours, theirs]) => {
      const values = Object.hasOwn(weights, `${layer.name}/${ours}`) ? weights[`${layer.name}/${ours}`] : undefined
      if (!values) return []
      const shape = ours === 'kernel' ? [inputs, values.length / inputs] : [values.length]
      return [{ name: theirs, shape, values }]
    })
}

/** Names that Keras takes, each once. */
export class UniqueNames {
  private readonly taken = new Set<string>()

  of(wanted: string): string {
    const allowed =
      wanted
        .normalize('NFKD')
        .replace(/[^\w.-]+/g, '_')
        .replace(/^[^a-zA-Z0-9]+/, '') || 'layer'
    let name = allowed
    for (let n = 1; this.taken.has(name); n++) name = `${allowed}_${String(n)}`
    this.taken.add(name)
    return name
  }
}
