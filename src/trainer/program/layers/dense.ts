import type { DenseLayer } from '../../../core/model/layers/dense.ts'
import { denseFacts, denseLayer } from './denseLayer.ts'
import type { LaneLayerRow } from './laneLayerRow.ts'

/** Keras's `Dense`. */
export const dense: LaneLayerRow<DenseLayer> = {
  build: (layer, inputs) => denseLayer(layer, inputs, layer.activation),
  ...denseFacts,
}
