/**
 * The forward pass of a trained network in plain arithmetic, so that predicting needs no native library.
 *
 * Computed in double precision and rounded to float32 after each layer: within 1e-5 of the engine, which computes in
 * float32 throughout and adds in another order.
 */
import { layerRow } from './layerCatalogue.ts'
import type { NamedWeights, PredictStep } from './layers/layerRow.ts'
import type { ModelSpec } from './modelSpec.ts'
import type { RandomSource } from '../random/randomSource.ts'

/** A network with its weights. */
export interface TrainedNetwork {
  readonly spec: Pick<ModelSpec, 'layers'>
  /** Prepared features per row. */
  readonly inputs: number
  readonly weights: NamedWeights
}

/** From prepared features `[rows, inputs]` to what the output layer says, `[rows, outputs]`. */
export type Predictor = (features: Float32Array) => Float32Array

/**
 * Joins a network to its weights.
 * @param random makes layers of noise act as in training, by one draw of noise that all rows share (a sampled network of Monte Carlo
 *   dropout, Gal and Ghahramani 2016); absent: they are at rest
 * @throws HoldoutError `model/weights` where weights are missing or of another size than the layers want.
 */
export function makePredictor({ spec, inputs, weights }: TrainedNetwork, random?: RandomSource): Predictor {
  const steps: PredictStep[] = []
  let units = inputs
  for (const layer of spec.layers) {
    const row = layerRow(layer.type)
    // A layer with neither only acts while training.
    const step = random && row.disturb ? row.disturb(layer, units, random) : row.predict?.(layer, units, weights)
    if (!step) continue
    steps.push(step)
    units = step.units
  }
  return (features) => predictRows(steps, features, inputs, units)
}

/** Whether layers of a network draw noise while it trains: without, every pass of Monte Carlo dropout is the same. */
export function drawsNoise({ layers }: TrainedNetwork['spec']): boolean {
  return layers.some(({ type }) => layerRow(type).disturb !== undefined)
}

function predictRows(
  steps: readonly PredictStep[],
  features: Float32Array,
  inputs: number,
  outputs: number,
): Float32Array {
  const rows = features.length / inputs
  const predicted = new Float32Array(rows * outputs)
  const input = new Float64Array(inputs)
  for (let row = 0; row < rows; row++) {
    for (let i = 0, at = row * inputs; i < inputs; i++, at++) input[i] = features[at]
    let values: Float64Array = input
    for (const step of steps) {
      values = step.apply(values)
      for (let i = 0; i < values.length; i++) values[i] = Math.fround(values[i])
    }
    predicted.set(values, row * outputs)
  }
  return predicted
}
