import { name, rate } from './layerFields.ts'
import { withoutWeights } from './layerRow.ts'
import type { LayerRow } from './layerRow.ts'
import { noiseStep, normalNoise } from './noiseStep.ts'

/** Keras's `GaussianDropout`. */
export interface GaussianDropoutLayer {
  readonly type: 'gaussianDropout'
  readonly name: string
  readonly rate: number
}

export const gaussianDropout: LayerRow<GaussianDropoutLayer> = {
  doc: 'Multiplies by normal noise of mean 1 and variance rate / (1 - rate) while training.',
  fields: { name, rate },
  ...withoutWeights,
  drops: true,
  keras: { className: 'GaussianDropout' },
  disturb: ({ rate }, units, random) =>
    noiseStep(normalNoise(gaussianDropoutStddev(rate), units, random), (value, noise) => value * (1 + noise)),
}

/** Standard deviation of the noise of a `GaussianDropout`. */
export function gaussianDropoutStddev(rate: number): number {
  return Math.sqrt(rate / (1 - rate))
}
