import { name } from './layerFields.ts'
import { withoutWeights } from './layerRow.ts'
import type { LayerRow } from './layerRow.ts'
import { noiseStep, normalNoise } from './noiseStep.ts'

/** Keras's `GaussianNoise`. */
export interface GaussianNoiseLayer {
  readonly type: 'gaussianNoise'
  readonly name: string
  readonly stddev: number
}

export const gaussianNoise: LayerRow<GaussianNoiseLayer> = {
  doc: 'Adds normal noise while training.',
  fields: { name, stddev: { kind: 'number', min: 0, required: true, doc: 'Standard deviation of the noise.' } },
  ...withoutWeights,
  keras: { className: 'GaussianNoise' },
  disturb: ({ stddev }, units, random) =>
    noiseStep(normalNoise(stddev, units, random), (value, noise) => value + noise),
}
