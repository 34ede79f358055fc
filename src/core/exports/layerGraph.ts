import type { TrainedNetwork } from '../model/predict.ts'
import type { BatchNormalizationLayer } from '../model/layers/batchNormalization.ts'
import type { DenseLayer } from '../model/layers/dense.ts'
import type { LayerNormalizationLayer } from '../model/layers/layerNormalization.ts'
import type { OutputLayer } from '../model/layers/output.ts'
import type { Layer } from '../model/modelSpec.ts'
import { activationGraph } from './activationGraph.ts'
import type { GraphBuilder, GraphValue } from './graph.ts'

type Weights = TrainedNetwork['weights']

/** What a layer is given: where it is built, its trained weights, and the values that come in. */
interface LayerPlace {
  readonly graph: GraphBuilder
  readonly weights: Weights
  readonly x: GraphValue
}

type LayerBuilder<Type extends Layer['type']> = (
  layer: Layer & { readonly type: Type },
  place: LayerPlace,
) => GraphValue

const asItIs = (_: Layer, { x }: LayerPlace): GraphValue => x

/** Layers that only disturb training do nothing when predicting. */
const BUILDERS: { readonly [Type in Layer['type']]: LayerBuilder<Type> } = {
  dense: denseGraph,
  output: denseGraph,
  activation: ({ activation }, { graph, x }) => activationGraph(graph, activation, x),
  batchNormalization: batchNormalizationGraph,
  layerNormalization: layerNormalizationGraph,
  dropout: asItIs,
  gaussianNoise: asItIs,
  gaussianDropout: asItIs,
  alphaDropout: asItIs,
}

/** Adds all layers of a trained network to a graph: from prepared features to what the output layer says. */
export function networkGraph(
  graph: GraphBuilder,
  layers: readonly Layer[],
  weights: Weights,
  features: GraphValue,
): GraphValue {
  return layers.reduce((x, layer) => {
    const build = BUILDERS[layer.type] as LayerBuilder<Layer['type']>
    return build(layer, { graph, weights, x })
  }, features)
}

function denseGraph(layer: DenseLayer | OutputLayer, { graph, weights, x }: LayerPlace): GraphValue {
  const kernel = weights[`${layer.name}/kernel`]
  const product = graph.apply('matMul', [x, graph.constant(kernel, kernel.length / layer.units)])
  const sum = layer.useBias ? graph.apply('add', [product, graph.constant(weights[`${layer.name}/bias`])]) : product
  return activationGraph(graph, layer.activation, sum)
}

/** The moving averages and the learned factor and offset come to one factor and one offset per unit. */
function batchNormalizationGraph(layer: BatchNormalizationLayer, { graph, weights, x }: LayerPlace): GraphValue {
  const mean = weights[`${layer.name}/movingMean`]
  const variance = weights[`${layer.name}/movingVariance`]
  const factors = Array.from(
    variance,
    (value, i) => (layer.scale ? weights[`${layer.name}/gamma`][i] : 1) / Math.sqrt(value + layer.epsilon),
  )
  const centered = graph.apply('sub', [x, graph.constant(mean)])
  const scaled = graph.apply('mul', [centered, graph.constant(factors)])
  return layer.center ? graph.apply('add', [scaled, graph.constant(weights[`${layer.name}/beta`])]) : scaled
}

function layerNormalizationGraph(layer: LayerNormalizationLayer, { graph, weights, x }: LayerPlace): GraphValue {
  const centered = graph.apply('sub', [x, graph.apply('rowMean', [x])])
  const variance = graph.apply('rowMean', [graph.apply('mul', [centered, centered])])
  const root = graph.apply('sqrt', [graph.apply('add', [variance, graph.constant([layer.epsilon])])])
  const normal = graph.apply('div', [centered, root])
  const scaled = layer.scale ? graph.apply('mul', [normal, graph.constant(weights[`${layer.name}/gamma`])]) : normal
  return layer.center ? graph.apply('add', [scaled, graph.constant(weights[`${layer.name}/beta`])]) : scaled
}
