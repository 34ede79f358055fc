import { applyActivation } from '../activationValue.ts'
import type { ActivationName } from '../activationName.ts'
import type { WeightSettings } from '../weightSettings.ts'
import { activationGraph } from '../activationGraph.ts'
import type { GraphValue } from '../../graph/graph.ts'
import type { GraphPlace, LayerWeight, NamedWeights, PredictStep } from './layerRow.ts'
import { weightsOf } from './layerWeights.ts'

/** What `dense` and `output` have in common. */
export interface DenseSettings extends WeightSettings {
  readonly name: string
  readonly units: number
  readonly activation: ActivationName
}

/** A kernel `[inputs, units]` and, where it is used, a bias `[units]`. */
export function denseWeights({ units, useBias }: DenseSettings, inputs: number): readonly LayerWeight[] {
  const kernel = { name: 'kernel', shape: [inputs, units], trainable: true }
  return useBias ? [kernel, { name: 'bias', shape: [units], trainable: true }] : [kernel]
}

/** `activation(x · kernel + bias)` of one row. */
export function densePredictStep(layer: DenseSettings, inputs: number, weights: NamedWeights): PredictStep {
  const { units, activation } = layer
  // In double precision, in which they are added up: converting once and not for every row.
  const kernel = Float64Array.from(weightsOf(weights, `${layer.name}/kernel`, inputs * units))
  const bias = layer.useBias ? weightsOf(weights, `${layer.name}/bias`, units) : new Float32Array(units)
  const sums = new Float64Array(units)
  return {
    units,
    apply(row) {
      sums.set(bias)
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

/** `activation(x · kernel + bias)` in a graph. */
export function denseGraph(layer: DenseSettings, { graph, weights, x }: GraphPlace): GraphValue {
  const kernel = weights[`${layer.name}/kernel`]
  const product = graph.apply('matMul', [x, graph.constant(kernel, kernel.length / layer.units)])
  const sum = layer.useBias ? graph.apply('add', [product, graph.constant(weights[`${layer.name}/bias`])]) : product
  return activationGraph(graph, layer.activation, sum)
}
