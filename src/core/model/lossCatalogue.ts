import type { CatalogueOf, NumberField } from '../settings/field.ts'
import type { Loss } from './modelSpec.ts'

const labelSmoothing: NumberField = {
  kind: 'number',
  min: 0,
  below: 1,
  default: 0,
  doc: 'Label smoothing: mixes each target with the uniform distribution by this amount.',
}

/** Every loss, with Keras's names and defaults. */
export const lossCatalogue: CatalogueOf<Loss> = {
  binaryCrossentropy: {
    doc: 'Binary cross-entropy: −log of the predicted probability of the true class.',
    fields: { labelSmoothing },
  },
  categoricalCrossentropy: {
    doc: 'Categorical cross-entropy: −log of the predicted probability of the true class.',
    fields: { labelSmoothing },
  },
  meanSquaredError: { doc: 'For numbers: mean of squared differences.', fields: {} },
  meanAbsoluteError: { doc: 'For numbers: mean of absolute differences.', fields: {} },
  huber: {
    doc: 'For numbers: squared near 0, absolute beyond `delta`.',
    fields: { delta: { kind: 'number', above: 0, default: 1, doc: 'Where squared becomes absolute.' } },
  },
}
