import { activation } from './activation.ts'
import { alphaDropout } from './alphaDropout.ts'
import { batchNormalization } from './batchNormalization.ts'
import { dense } from './dense.ts'
import { dropout } from './dropout.ts'
import { gaussianDropout } from './gaussianDropout.ts'
import { gaussianNoise } from './gaussianNoise.ts'
import { layerNormalization } from './layerNormalization.ts'
import { output } from './output.ts'
import type { Layer, LayerType } from '../../../core/model/modelSpec.ts'
import type { LaneLayerRow } from './laneLayerRow.ts'

/** Every layer as it is trained. */
export const LANE_LAYERS: { readonly [Type in LayerType]: LaneLayerRow<Layer & { readonly type: Type }> } = {
  dense,
  dropout,
  gaussianNoise,
  gaussianDropout,
  alphaDropout,
  batchNormalization,
  layerNormalization,
  activation,
  output,
}

/** The row of a layer's type. */
export function laneLayerRow(type: LayerType): LaneLayerRow<Layer> {
  return LANE_LAYERS[type]
}
