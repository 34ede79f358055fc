import { layerRow } from './layerCatalogue.ts'
import type { LayerWeight } from './layers/layerRow.ts'
import type { Layer, LayerType, ModelSpec } from './modelSpec.ts'

export interface LayerSummary {
  readonly name: string
  readonly type: LayerType
  /** Values per row that leave the layer. */
  readonly outputUnits: number
  /** All weights, moving averages included, as Keras counts. */
  readonly parameters: number
  readonly trainableParameters: number
}

export interface ModelSummary {
  readonly layers: readonly LayerSummary[]
  readonly parameters: number
  readonly trainableParameters: number
}

/** Output sizes and parameter counts of a network fed with `inputs` values per row (after encoding). */
export function modelSummary({ layers }: Pick<ModelSpec, 'layers'>, inputs: number): ModelSummary {
  const summaries: LayerSummary[] = []
  let width = inputs
  for (const layer of layers) {
    const summary = layerSummary(layer, width)
    summaries.push(summary)
    width = summary.outputUnits
  }
  return {
    layers: summaries,
    parameters: sum(summaries.map(({ parameters }) => parameters)),
    trainableParameters: sum(summaries.map(({ trainableParameters }) => trainableParameters)),
  }
}

function layerSummary(layer: Layer, inputs: number): LayerSummary {
  const { name, type } = layer
  const row = layerRow(type)
  const weights = row.weights(layer, inputs)
  return {
    name,
    type,
    outputUnits: row.outputUnits(layer, inputs),
    parameters: sum(weights.map(sizeOf)),
    trainableParameters: sum(weights.filter(({ trainable }) => trainable).map(sizeOf)),
  }
}

function sizeOf({ shape }: LayerWeight): number {
  return shape.reduce((size, length) => size * length, 1)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
