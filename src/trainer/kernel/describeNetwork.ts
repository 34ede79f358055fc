/** A network as the kernel reads it: lists of numbers in the order of the structs of `native/network.h`. */
import type { ActivationName, Layer, Loss, Optimizer } from '../../core/model/modelSpec.ts'
import { isScaled } from '../program/applyUpdates.ts'
import { hasWeightDecay, laneNumbers, type LaneModel } from '../program/laneModel.ts'
import { laneAxis, type LaneVariable } from '../program/laneVariable.ts'
import type { LaneLayer } from '../program/layers/laneLayer.ts'
import { optimizerProgram } from '../program/optimizers.ts'

export interface NetworkDescription {
  readonly network: Int32Array
  /** Scale and shift of smoothed targets, and Huber's delta. */
  readonly constants: Float32Array
  /** Names of a lane's numbers, in their order. */
  readonly numberNames: readonly string[]
}

const NONE = -1
/** `LayerKind`, with the two names' order of `native/network.h`. */
const LAYER_KINDS: Readonly<Record<Layer['type'], number>> = {
  dense: 0,
  output: 0,
  activation: 1,
  dropout: 2,
  gaussianDropout: 2,
  gaussianNoise: 3,
  alphaDropout: 4,
  batchNormalization: 5,
  layerNormalization: 6,
}
const NOISE_KINDS: Readonly<Partial<Record<Layer['type'], number>>> = {
  dropout: 0,
  gaussianDropout: 1,
  gaussianNoise: 2,
  alphaDropout: 3,
}
const ACTIVATIONS: Readonly<Record<ActivationName, number>> = {
  linear: 0,
  relu: 1,
  sigmoid: 2,
  tanh: 3,
  softmax: 4,
  leakyRelu: 5,
  relu6: 6,
  elu: 7,
  selu: 8,
  gelu: 9,
  silu: 10,
  softplus: 11,
  softsign: 12,
  hardSigmoid: 13,
  mish: 14,
}
const LOSSES: Readonly<Record<Loss['type'], number>> = {
  binaryCrossentropy: 0,
  categoricalCrossentropy: 1,
  meanSquaredError: 2,
  meanAbsoluteError: 3,
  huber: 4,
}
const OPTIMIZERS: Readonly<Record<Optimizer['type'], number>> = { sgd: 0, adam: 1, adamw: 1, rmsprop: 2, adagrad: 3 }
const CONSTRAINTS = { none: 0, maxNorm: 1, minMaxNorm: 2, unitNorm: 3, nonNeg: 4 } as const
const CLIPPINGS = ['clipValue', 'clipNorm', 'globalClipNorm'] as const
/** Variables of a layer in the kernel's order, by the layer's own names. */
const LAYER_VARIABLES: Readonly<Record<string, readonly string[]>> = {
  dense: ['kernel', 'bias'],
  output: ['kernel', 'bias'],
  batchNormalization: ['gamma', 'beta', 'movingMean', 'movingVariance'],
  layerNormalization: ['gamma', 'beta'],
}
/** Numbers of a layer in the kernel's order. */
const LAYER_NUMBERS: Readonly<Record<string, readonly string[]>> = {
  dropout: ['rate', 'scale'],
  gaussianDropout: ['stddev'],
  gaussianNoise: ['stddev'],
  alphaDropout: ['rate', 'scale', 'shift'],
  batchNormalization: ['momentum', 'newShare', 'epsilon'],
  layerNormalization: ['epsilon'],
}

/** Describes `model` to the kernel. */
export function describeNetwork(model: LaneModel): NetworkDescription {
  const numberNames = Object.keys(laneNumbers(model))
  const place = (name: string) => numberNames.indexOf(name)
  return {
    network: Int32Array.from([
      ...head(model, numberNames),
      ...layerFields(model, place),
      ...model.variables.flatMap((variable) => variableFields(variable, place)),
    ]),
    constants: constantsOf(model),
    numberNames,
  }
}

function head(model: LaneModel, numberNames: readonly string[]): readonly number[] {
  const { optimizer, loss } = model
  const numbers = optimizerProgram(optimizer).numbers(optimizer)
  const has = (name: string) => (name in numbers ? numberNames.indexOf(`optimizer/${name}`) : NONE)
  return [
    model.inputs,
    model.outputs,
    model.layers.length,
    model.variables.length,
    model.draws,
    numberNames.length,
    OPTIMIZERS[optimizer.type],
    Number('nesterov' in optimizer && optimizer.nesterov),
    Number('centered' in optimizer && optimizer.centered),
    Number('momentum' in optimizer && optimizer.momentum > 0),
    Object.keys(optimizerProgram(optimizer).slots(optimizer)).length,
    ...clippingFields(optimizer, numberNames),
    LOSSES[loss.type],
    ACTIVATIONS[model.outputActivation],
    metricOf(model),
    Number(isScaled(model)),
    Number(hasWeightDecay(optimizer)),
    has('momentum'),
    Math.max(has('towards1'), has('towards')),
    has('towards2'),
    has('epsilon'),
    has('rho'),
  ]
}

/** By norm before by global norm before by value, as the engine's own program. */
function clippingFields(optimizer: Optimizer, numberNames: readonly string[]): readonly number[] {
  const order = ['clipNorm', 'globalClipNorm', 'clipValue'] as const
  const set = order.find((name) => optimizer[name] !== undefined)
  if (set === undefined) return [0, NONE]
  return [CLIPPINGS.indexOf(set) + 1, numberNames.indexOf(`optimizer/${set}`)]
}

function metricOf({ loss, squaresErrors }: LaneModel): number {
  if (loss.type === 'binaryCrossentropy') return 0
  if (loss.type === 'categoricalCrossentropy') return 1
  return squaresErrors ? 3 : 2
}

function layerFields(model: LaneModel, place: (name: string) => number): readonly number[] {
  let units = model.inputs
  let draw = 0
  return model.specs.flatMap((layer, i) => {
    const built = model.layers[i]
    const fields = [
      LAYER_KINDS[layer.type],
      units,
      built.outputUnits,
      activationOf(layer),
      ...four(layerVariables(layer, built, model)),
      ...three((LAYER_NUMBERS[layer.type] ?? []).map((name) => place(`${layer.name}/${name}`))),
      draw,
      built.draws,
      NOISE_KINDS[layer.type] ?? 0,
    ]
    units = built.outputUnits
    draw += built.draws
    return fields
  })
}

/** The output's activation is applied by the loss. */
function activationOf(layer: Layer): number {
  return layer.type === 'dense' || layer.type === 'activation' ? ACTIVATIONS[layer.activation] : ACTIVATIONS.linear
}

function layerVariables(layer: Layer, built: LaneLayer, model: LaneModel): readonly number[] {
  const names = LAYER_VARIABLES[layer.type] ?? []
  return names.map((name) =>
    name in built.variables ? model.variables.findIndex((one) => one.name === built.variables[name].name) : NONE,
  )
}

function variableFields(variable: LaneVariable, place: (name: string) => number): readonly number[] {
  const { name, rows, columns, trainable, constraint, regularizer } = variable
  const type = constraint?.type ?? 'none'
  const numbers =
    type === 'maxNorm' ? ['maxValue'] : type === 'minMaxNorm' ? ['minValue', 'maxValue', 'rate', 'keptShare'] : []
  return [
    rows,
    columns,
    Number(trainable),
    CONSTRAINTS[type],
    constraint && 'axis' in constraint ? laneAxis(variable, constraint.axis) : 0,
    ...four(numbers.map((number) => place(`${name}/${number}`))),
    Number(regularizer !== undefined),
    regularizer ? place(`${name}/l1`) : NONE,
    regularizer ? place(`${name}/l2`) : NONE,
  ]
}

function constantsOf({ loss, outputs }: LaneModel): Float32Array {
  const smoothing = 'labelSmoothing' in loss ? loss.labelSmoothing : 0
  const classes = loss.type === 'binaryCrossentropy' ? 2 : outputs
  return Float32Array.of(1 - smoothing, smoothing / classes, loss.type === 'huber' ? loss.delta : 1)
}

function four(places: readonly number[]): readonly number[] {
  return [0, 1, 2, 3].map((i) => places[i] ?? NONE)
}

function three(places: readonly number[]): readonly number[] {
  return [0, 1, 2].map((i) => places[i] ?? NONE)
}
