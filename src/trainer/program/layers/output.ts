import type { OutputLayer } from '../../../core/model/layers/output.ts'
import { denseFacts, denseLayer } from './denseLayer.ts'
import type { LaneLayerRow } from './laneLayerRow.ts'

/** Keras's `Dense`, as the last layer. */
export const output: LaneLayerRow<OutputLayer> = {
  // The output's activation is applied by the loss, which may know a more exact way.
  build: (layer, inputs) => denseLayer(layer, inputs, 'linear'),
  ...denseFacts,
}
