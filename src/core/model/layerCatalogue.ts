import { activation } from './layers/activation.ts'
import { alphaDropout } from './layers/alphaDropout.ts'
import { batchNormalization } from './layers/batchNormalization.ts'
import { dense } from './layers/dense.ts'
import { dropout } from './layers/dropout.ts'
import { gaussianDropout } from './layers/gaussianDropout.ts'
import { gaussianNoise } from './layers/gaussianNoise.ts'
import { layerNormalization } from './layers/layerNormalization.ts'
import { output } from './layers/output.ts'
import type { LayerFacts, LayerRow } from './layers/layerRow.ts'

/** Every layer a network may be stacked from, with Keras's names and defaults, in the order of menus and documents. */
export const layerCatalogue = {
  dense,
  dropout,
  gaussianNoise,
  gaussianDropout,
  alphaDropout,
  batchNormalization,
  layerNormalization,
  activation,
  output,
} as const

export type LayerType = keyof typeof layerCatalogue

type LayerOf<Row> = Row extends LayerFacts<infer L> ? L : never

/** A layer with its settings; `type` is its name in the catalogue. */
export type Layer = { readonly [Type in LayerType]: LayerOf<(typeof layerCatalogue)[Type]> }[LayerType]

/** The row of a layer's type. */
export function layerRow(type: Layer['type']): LayerRow<Layer> {
  return layerCatalogue[type]
}
