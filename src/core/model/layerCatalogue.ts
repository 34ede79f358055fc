import { activation } from './layers/activation.ts'
import { alphaDropout } from './layers/alphaDropout.ts'
import { batchNormalization } from './layers/batchNormalization.ts'
import { dense } from './layers/dense.ts'
import { dropout } from './layers/dropout.ts'
import { gaussianDropout } from './layers/gaussianDropout.ts'
import { gaussianNoise } from './layers/gaussianNoise.ts'
import { layerNormalization } from './layers/layerNormalization.ts'
import { output } from './layers/output.ts'
import type { LayerRow } from './layers/layerRow.ts'
import type { Layer, LayerType } from './modelSpec.ts'

/** Every layer a network may be stacked from, with Keras's names and defaults, in the order of menus and documents. */
export const layerCatalogue: { readonly [Type in LayerType]: LayerRow<Layer & { readonly type: Type }> } = {
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
export function layerRow(type: LayerType): LayerRow<Layer> {
  return layerCatalogue[type] as LayerRow<Layer>
}
