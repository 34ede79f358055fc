import { name, rate } from './layerFields.ts'
import { withoutWeights } from './layerRow.ts'
import type { LayerRow } from './layerRow.ts'
import { keptUnits, noiseStep } from './noiseStep.ts'

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
  drops: true,
  keras: { className: 'AlphaDropout' },
  disturb: ({ rate }, units, random) => {
    const { dropped, scale, shift } = alphaDropoutNumbers(rate)
    return noiseStep(keptUnits(rate, units, random), (value, kept) => (kept === 1 ? value : dropped) * scale + shift)
  },
}

/** The value that SELU saturates at, which alpha dropout drops to: `-alpha * scale`. */
const DROPPED = -1.6732632423543772 * 1.0507009873554805

/** What a unit is dropped to, and the scale and shift that keep mean and variance (Klambauer et al. 2017). */
export function alphaDropoutNumbers(rate: number): {
  readonly dropped: number
  readonly scale: number
  readonly shift: number
} {
  const scale = 1 / Math.sqrt((1 - rate) * (1 + rate * DROPPED ** 2))
  return { dropped: DROPPED, scale, shift: -scale * DROPPED * rate }
}
