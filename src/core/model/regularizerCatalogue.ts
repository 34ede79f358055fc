import type { CatalogueEntry, Field } from '../settings/field.ts'
import type { Regularizer } from './weightSettings.ts'

const factor = (doc: string, value: number): Field => ({ kind: 'number', min: 0, default: value, doc })
const absent: Field = { kind: 'fixed', default: 0, doc: 'Not part of this penalty.' }

/** Penalties on weights, added to the loss, with Keras's names and defaults. */
export const regularizerCatalogue: Readonly<Record<Regularizer['type'], CatalogueEntry>> = {
  l1: {
    doc: 'l1 times the sum of absolute weights.',
    fields: { l1: factor('Factor of the absolute weights.', 0.01), l2: absent },
  },
  l2: {
    doc: 'l2 times the sum of squared weights.',
    fields: { l1: absent, l2: factor('Factor of the squared weights.', 0.01) },
  },
  l1l2: {
    doc: 'Both penalties together.',
    fields: { l1: factor('Factor of the absolute weights.', 0), l2: factor('Factor of the squared weights.', 0) },
  },
}
