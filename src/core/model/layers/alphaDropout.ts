import { name, rate } from './layerFields.ts'
import { withoutWeights } from './layerRow.ts'
import type { LayerRow } from './layerRow.ts'

/** Keras's `AlphaDropout`. */
export interface AlphaDropoutLayer {
  readonly type: 'alphaDropout'
  readonly name: string
  readonly rate: number
}

export const alphaDropout: LayerRow<AlphaDropoutLayer> = {
  doc: 'Dropout that keeps mean and variance; goes with selu.',
  fields: { name, rate },
  ...withoutWeights,
}
