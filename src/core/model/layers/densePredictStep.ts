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
  const bias = layer.useBias
    ? Float64Array.from(weightsOf(weights, `${layer.name}/bias`, units))
    : new Float64Array(units)
  const sums = new Float64Array(units)
  const values = new Float64Array(inputs)
  const places = new Int32Array(inputs)
  return {
    units,
    apply(row) {
      const count = gatherNonZero(row, { units, values, places })
      addUp({ kernel, bias, values, places, count }, sums)
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

/** Inputs that are not 0 (most of a one-hot column are), each with the place of its first weight. How many there are. */
function gatherNonZero(
  row: Float64Array,
  { units, values, places }: { readonly units: number; readonly values: Float64Array; readonly places: Int32Array },
): number {
  let count = 0
  for (let i = 0; i < places.length; i++) {
    const value = row[i]
    if (value === 0) continue
    values[count] = value
    places[count] = i * units
    count++
  }
  return count
}

/** What is added up for each unit: `count` inputs, each with the place of its first weight. */
interface Addends {
  readonly kernel: Float64Array
  readonly bias: Float64Array
  readonly values: Float64Array
  readonly places: Int32Array
  readonly count: number
}

/**
 * The sum of each unit, eight at a time, which stay in registers. Each is added up input by input in their order: so predictions do
 * not depend on how many units there are beside it.
 */
function addUp({ kernel, bias, values, places, count }: Addends, sums: Float64Array): void {
  const units = sums.length
  let unit = 0
  for (; unit + 8 <= units; unit += 8) {
    let s0 = bias[unit]
    let s1 = bias[unit + 1]
    let s2 = bias[unit + 2]
    let s3 = bias[unit + 3]
    let s4 = bias[unit + 4]
    let s5 = bias[unit + 5]
    let s6 = bias[unit + 6]
    let s7 = bias[unit + 7]
    for (let i = 0; i < count; i++) {
      const value = values[i]
      const at = places[i] + unit
      s0 += value * kernel[at]
      s1 += value * kernel[at + 1]
      s2 += value * kernel[at + 2]
      s3 += value * kernel[at + 3]
      s4 += value * kernel[at + 4]
      s5 += value * kernel[at + 5]
      s6 += value * kernel[at + 6]
      s7 += value * kernel[at + 7]
    }
    sums[unit] = s0
    sums[unit + 1] = s1
    sums[unit + 2] = s2
    sums[unit + 3] = s3
    sums[unit + 4] = s4
    sums[unit + 5] = s5
    sums[unit + 6] = s6
    sums[unit + 7] = s7
  }
  for (; unit < units; unit++) {
    let sum = bias[unit]
    for (let i = 0; i < count; i++) sum += values[i] * kernel[places[i] + unit]
    sums[unit] = sum
  }
}
