import type { GraphBuilder, GraphValue } from '../graph/graph.ts'
import { layerRow } from '../model/layerCatalogue.ts'
import type { NamedWeights } from '../model/layers/layerRow.ts'
import type { Layer } from '../model/modelSpec.ts'

/** Adds all layers of a trained network to a graph: from prepared features to what the output layer says. */
export function networkGraph(
  graph: GraphBuilder,
  layers: readonly Layer[],
  weights: NamedWeights,
  features: GraphValue,
): GraphValue {
  // Layers that only disturb training do nothing when predicting.
  return layers.reduce((x, layer) => layerRow(layer.type).graph?.(layer, { graph, weights, x }) ?? x, features)
}
