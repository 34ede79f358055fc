/** A network as it is trained in lanes: its layers, its variables, and the numbers in which lanes may differ. */
import type { ActivationName, Layer, Loss, ModelSpec, Optimizer } from '../../core/model/modelSpec.ts'
import type { Fields } from '../../core/settings/field.ts'
import { initializerCatalogue } from '../../core/model/initializerCatalogue.ts'
import { layerRow } from '../../core/model/layerCatalogue.ts'
import { clippingNumbers } from './clipping.ts'
import { constraintNumbers } from './constraints.ts'
import type { LaneVariable } from './laneVariable.ts'
import type { LaneLayer } from './layers/laneLayer.ts'
import { laneLayerRow } from './layers/laneLayers.ts'
import { optimizerProgram } from './optimizers.ts'

export interface LaneModel {
  readonly inputs: number
  readonly outputs: number
  readonly layers: readonly LaneLayer[]
  /** The settings of `layers`. */
  readonly specs: readonly Layer[]
  readonly variables: readonly LaneVariable[]
  readonly outputActivation: ActivationName
  readonly loss: Loss
  readonly optimizer: Optimizer
  /** Uniform draws per row and step, over all layers. */
  readonly draws: number
  /** Whether the metric of a regression sums squared errors; absolute ones unless given. */
  readonly squaresErrors?: boolean
}

/** Builds the lane model of `spec` for `inputs` features. */
export function buildLaneModel(spec: ModelSpec, inputs: number): LaneModel {
  const layers: LaneLayer[] = []
  let units = inputs
  for (const layer of spec.layers) {
    const built = laneLayerRow(layer.type).build(layer, units)
    layers.push(built)
    units = built.outputUnits
  }
  const output = spec.layers.at(-1)
  return {
    inputs,
    outputs: units,
    layers,
    specs: spec.layers,
    variables: layers.flatMap((layer) => Object.values(layer.variables)),
    outputActivation: output?.type === 'output' ? output.activation : 'linear',
    loss: spec.training.loss,
    optimizer: spec.training.optimizer,
    draws: layers.reduce((total, layer) => total + layer.draws, 0),
  }
}

/**
 * The numbers of one lane, by name (`dropout_1/rate`, `dense_1/kernel/maxValue`, `optimizer/momentum`):
 * inputs of the program, so that a sweep over them needs no second one.
 */
export function laneNumbers(model: LaneModel): Readonly<Record<string, number>> {
  const numbers: Record<string, number> = {}
  const add = (prefix: string, values: Readonly<Record<string, number>>) => {
    for (const [name, value] of Object.entries(values)) numbers[`${prefix}/${name}`] = value
  }
  for (const layer of model.layers) add(layer.name, layer.numbers)
  for (const { name, constraint, regularizer } of model.variables) {
    if (constraint) add(name, constraintNumbers(constraint))
    if (regularizer) add(name, { l1: regularizer.l1, l2: regularizer.l2 })
  }
  add('optimizer', optimizerProgram(model.optimizer).numbers(model.optimizer))
  add('optimizer', clippingNumbers(model.optimizer))
  return numbers
}

/**
 * What two fits must share to be lanes of one program: everything but the lane numbers, the learning rate,
 * its schedule, and how weights are drawn, which are all inputs.
 */
export function architectureKey(spec: ModelSpec, inputs: number): string {
  const model = buildLaneModel(spec, inputs)
  const layers = spec.layers.map((layer) => programShape(layer, layerRow(layer.type).fields))
  const { optimizer, loss, epochs, batchSize, shuffle, earlyStopping, classWeight } = spec.training
  const shape = {
    inputs,
    layers,
    loss,
    epochs,
    batchSize,
    shuffle,
    stopping: earlyStopping?.validationFraction ?? null,
    weighted: classWeight !== undefined,
    decays: hasWeightDecay(optimizer),
    optimizer: [
      optimizer.type,
      'nesterov' in optimizer && optimizer.nesterov,
      'centered' in optimizer && optimizer.centered,
    ],
    numbers: Object.keys(laneNumbers(model)),
  }
  return JSON.stringify(shape)
}

/** Whether weights shrink by themselves at each step. */
export function hasWeightDecay(optimizer: Optimizer): boolean {
  return 'weightDecay' in optimizer && optimizer.weightDecay !== undefined && optimizer.weightDecay > 0
}

/**
 * A layer without what may differ between lanes: numbers that need not be whole are inputs of the program, whole ones
 * (`units`, `axis`) shape it, and initializers only choose the first weights.
 */
function programShape(thing: object, fields: Fields): Readonly<Record<string, unknown>> {
  const shape: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(thing)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (field?.kind === 'number' && field.integer !== true) shape[name] = '#'
    else if (field?.kind !== 'typed') shape[name] = value
    else if (field.catalogue !== initializerCatalogue && isTyped(value))
      shape[name] = programShape(value, field.catalogue[value.type].fields)
  }
  return shape
}

function isTyped(value: unknown): value is { readonly type: string } {
  return typeof value === 'object' && value !== null && 'type' in value
}
