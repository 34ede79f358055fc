import type { CatalogueOf, NumberField } from '../settings/field.ts'
import type { Constraint } from './weightSettings.ts'

const axis: NumberField = {
  kind: 'number',
  integer: true,
  min: 0,
  max: 1,
  default: 0,
  doc: 'Axis the norm is taken along: 0 gives one norm per unit, over its inputs.',
}

/** What weights are held to after every update, with Keras's names and defaults. */
export const constraintCatalogue: CatalogueOf<Constraint> = {
  maxNorm: {
    doc: 'Norms above `maxValue` are scaled down to it.',
    fields: { maxValue: { kind: 'number', above: 0, default: 2, doc: 'Largest norm.' }, axis },
  },
  minMaxNorm: {
    doc: 'Norms are moved into a range.',
    fields: {
      minValue: { kind: 'number', min: 0, default: 0, doc: 'Smallest norm.' },
      maxValue: { kind: 'number', above: 0, default: 1, doc: 'Largest norm.' },
      rate: { kind: 'number', above: 0, max: 1, default: 1, doc: 'Part of the way moved at each update.' },
      axis,
    },
  },
  unitNorm: { doc: 'Norms are scaled to 1.', fields: { axis } },
  nonNeg: { doc: 'Negative weights become 0.', fields: {} },
}
