import { name, rate } from './layerFields.ts'
import { withoutWeights } from './layerRow.ts'
import type { LayerRow } from './layerRow.ts'
import { keptUnits, noiseStep } from './noiseStep.ts'

/** Keras's `Dropout`. */
export interface DropoutLayer {
  readonly type: 'dropout'
  readonly name: string
  readonly rate: number
}

export const dropout: LayerRow<DropoutLayer> = {
  doc: 'Drops values at random while training and scales up the rest. First in the stack it drops inputs.',
  fields: { name, rate },
  ...withoutWeights,
  drops: true,
  keras: { className: 'Dropout' },
  disturb: ({ rate }, units, random) =>
    noiseStep(keptUnits(rate, units, random), (value, kept) => (value * kept) / (1 - rate)),
}
