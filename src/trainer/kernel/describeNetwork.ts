/** A network as the kernel reads it: lists of numbers in the order of the structs of `native/network.h`. */
import { HoldoutError } from '../../core/errors.ts'
import type { ActivationName, Layer, Loss, Optimizer } from '../../core/model/modelSpec.ts'
import { isScaled } from '../program/applyUpdates.ts'
import { hasWeightDecay, laneNumbers, type LaneModel } from '../program/laneModel.ts'
import { laneAxis, type LaneVariable } from '../program/laneVariable.ts'
import type { LaneLayer } from '../program/layers/laneLayer.ts'
import { laneLayerRow } from '../program/layers/laneLayers.ts'
import { optimizerProgram } from '../program/optimizers.ts'
import type { KernelLayer } from './kernelLayer.ts'

export interface NetworkDescription {
  readonly network: Int32Array
  /** Scale and shift of smoothed targets, and Huber's delta. */
  readonly constants: Float32Array
  /** Names of a lane's numbers, in their order. */
  readonly numberNames: readonly string[]
}

const NONE = -1
/** `LayerKind`. */
const LAYER_KINDS: Readonly<Record<KernelLayer['kind'], number>> = {
  dense: 0,
  activation: 1,
  multipliedNoise: 2,
  addedNoise: 3,
  alphaDropout: 4,
  batchNormalization: 5,
  layerNormalization: 6,
}
/** `NoiseKind`. */
const NOISE_KINDS: Readonly<Record<NonNullable<KernelLayer['noise']>, number>> = {
  dropped: 0,
  normalAboutOne: 1,
  normal: 2,
  kept: 3,
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
/** @throws HoldoutError `training/layer-beyond-kernel` where the kernel does not compute one of `layers` */
export function requireKernelLayers(layers: readonly Layer[]): void {
  for (const layer of layers) kernelLayer(layer)
}

/**
 * Describes `model` to the kernel.
 * @throws HoldoutError `training/layer-beyond-kernel` where the kernel does not compute one of its layers
 */
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
    const kernel = kernelLayer(layer)
    const fields = [
      LAYER_KINDS[kernel.kind],
      units,
      built.outputUnits,
      activationOf(layer),
      ...four(layerVariables(kernel, built, model)),
      ...three((kernel.numbers ?? []).map((name) => place(`${layer.name}/${name}`))),
      draw,
      built.draws,
      kernel.noise === undefined ? 0 : NOISE_KINDS[kernel.noise],
    ]
    units = built.outputUnits
    draw += built.draws
    return fields
  })
}

function kernelLayer(layer: Layer): KernelLayer {
  const { kernel } = laneLayerRow(layer.type)
  if (kernel) return kernel
  throw new HoldoutError(
    'training/layer-beyond-kernel',
    `The training kernel does not compute every type of layer: expected those it knows, received ${layer.type} (${JSON.stringify(layer.name)}).`,
    { hint: 'Set HOLDOUT_BACKEND=tensorflow.' },
  )
}

/** The output's activation is applied by the loss. */
function activationOf(layer: Layer): number {
  return layer.type === 'dense' || layer.type === 'activation' ? ACTIVATIONS[layer.activation] : ACTIVATIONS.linear
}

function layerVariables({ variables = [] }: KernelLayer, built: LaneLayer, model: LaneModel): readonly number[] {
  return variables.map((name) =>
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
