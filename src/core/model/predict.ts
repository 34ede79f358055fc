/**
 * The forward pass of a trained network in plain arithmetic, so that predicting needs no native library.
 *
 * Computed in double precision and rounded to float32 after each layer: within 1e-5 of the engine, which computes in
 * float32 throughout and adds in another order.
 */
import { HoldoutError } from '../errors.ts'
import { applyActivation } from './activationValue.ts'
import type {
  BatchNormalizationLayer,
  DenseLayer,
  Layer,
  LayerNormalizationLayer,
  ModelSpec,
  OutputLayer,
} from './modelSpec.ts'

/** A network with its weights by variable name (`dense1/kernel`), Keras's shapes flattened in row order. */
export interface TrainedNetwork {
  readonly spec: Pick<ModelSpec, 'layers'>
  /** Prepared features per row. */
  readonly inputs: number
  readonly weights: Readonly<Record<string, Float32Array>>
}

/** From prepared features `[rows, inputs]` to what the output layer says, `[rows, outputs]`. */
export type Predictor = (features: Float32Array) => Float32Array

/** One layer: from a row of inputs to a row of outputs, which it may compute in place. */
interface Step {
  readonly units: number
  apply(row: Float64Array): Float64Array
}

/**
 * Joins a network to its weights.
 * @throws HoldoutError `model/weights` where weights are missing or of another size than the layers want.
 */
export function makePredictor({ spec, inputs, weights }: TrainedNetwork): Predictor {
  const steps: Step[] = []
  let units = inputs
  for (const layer of spec.layers) {
    const step = stepOf(layer, units, weights)
    if (!step) continue
    steps.push(step)
    units = step.units
  }
  return (features) => predictRows(steps, features, inputs, units)
}

function predictRows(steps: readonly Step[], features: Float32Array, inputs: number, outputs: number): Float32Array {
  const rows = features.length / inputs
  const predicted = new Float32Array(rows * outputs)
  for (let row = 0; row < rows; row++) {
    let values: Float64Array = Float64Array.from(features.subarray(row * inputs, (row + 1) * inputs))
    for (const step of steps) {
      values = step.apply(values)
      for (let i = 0; i < values.length; i++) values[i] = Math.fround(values[i])
    }
    predicted.set(values, row * outputs)
  }
  return predicted
}

/** Layers that only disturb training do nothing here. */
function stepOf(layer: Layer, inputs: number, weights: TrainedNetwork['weights']): Step | undefined {
  switch (layer.type) {
    case 'dense':
    case 'output':
      return denseStep(layer, inputs, weights)
    case 'activation':
      return activationStep(layer.activation, inputs)
    case 'batchNormalization':
      return batchNormalizationStep(layer, inputs, weights)
    case 'layerNormalization':
      return layerNormalizationStep(layer, inputs, weights)
    case 'dropout':
    case 'gaussianNoise':
    case 'gaussianDropout':
    case 'alphaDropout':
      return undefined
  }
}

function denseStep(layer: DenseLayer | OutputLayer, inputs: number, weights: TrainedNetwork['weights']): Step {
  const { units, activation } = layer
  const kernel = weightsOf(weights, `${layer.name}/kernel`, inputs * units)
  const bias = layer.useBias ? weightsOf(weights, `${layer.name}/bias`, units) : new Float32Array(units)
  return {
    units,
    apply(row) {
      const sums = Float64Array.from(bias)
      for (let i = 0; i < inputs; i++) {
        const value = row[i]
        if (value === 0) continue
        for (let unit = 0, at = i * units; unit < units; unit++, at++) sums[unit] += value * kernel[at]
      }
      applyActivation(activation, sums)
      return sums
    },
  }
}

function activationStep(activation: DenseLayer['activation'], units: number): Step {
  return {
    units,
    apply(row) {
      applyActivation(activation, row)
      return row
    },
  }
}

function batchNormalizationStep(
  layer: BatchNormalizationLayer,
  units: number,
  weights: TrainedNetwork['weights'],
): Step {
  const mean = weightsOf(weights, `${layer.name}/movingMean`, units)
  const variance = weightsOf(weights, `${layer.name}/movingVariance`, units)
  const { gamma, beta } = affineOf(layer, units, weights)
  return {
    units,
    apply: (row) =>
      row.map((value, i) => ((value - mean[i]) / Math.sqrt(variance[i] + layer.epsilon)) * gamma[i] + beta[i]),
  }
}

function layerNormalizationStep(
  layer: LayerNormalizationLayer,
  units: number,
  weights: TrainedNetwork['weights'],
): Step {
  const { gamma, beta } = affineOf(layer, units, weights)
  return {
    units,
    apply(row) {
      const mean = row.reduce((sum, value) => sum + value, 0) / units
      const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / units
      const root = Math.sqrt(variance + layer.epsilon)
      return row.map((value, i) => ((value - mean) / root) * gamma[i] + beta[i])
    },
  }
}

function affineOf(
  layer: BatchNormalizationLayer | LayerNormalizationLayer,
  units: number,
  weights: TrainedNetwork['weights'],
): { readonly gamma: Float32Array; readonly beta: Float32Array } {
  return {
    gamma: layer.scale ? weightsOf(weights, `${layer.name}/gamma`, units) : new Float32Array(units).fill(1),
    beta: layer.center ? weightsOf(weights, `${layer.name}/beta`, units) : new Float32Array(units),
  }
}

function weightsOf(weights: TrainedNetwork['weights'], name: string, size: number): Float32Array {
  const values = Object.hasOwn(weights, name) ? weights[name] : undefined
  if (values?.length === size) return values
  const received = values === undefined ? 'none' : String(values.length)
  throw new HoldoutError('model/weights', `${name}: expected ${String(size)} weights, received ${received}`, {
    path: `weights.${name}`,
    hint: 'The file is damaged or was made by hand. Train the model again.',
  })
}
