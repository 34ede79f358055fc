import type { CatalogueEntry, NumberField } from '../settings/field.ts'
import type { Initializer } from './weightSettings.ts'

const mean: NumberField = { kind: 'number', default: 0, doc: 'Mean of the draws.' }
const stddev: NumberField = { kind: 'number', min: 0, default: 0.05, doc: 'Standard deviation of the draws.' }

/** How weights begin, with Keras's names and defaults. */
export const initializerCatalogue: Readonly<Record<Initializer['type'], CatalogueEntry>> = {
  glorotUniform: { doc: 'Uniform within ± sqrt(6 / (in + out)); the default of kernels.', fields: {} },
  glorotNormal: { doc: 'Truncated normal, variance 2 / (in + out).', fields: {} },
  heUniform: { doc: 'Uniform within ± sqrt(6 / in); goes with relu.', fields: {} },
  heNormal: { doc: 'Truncated normal, variance 2 / in; goes with relu.', fields: {} },
  lecunUniform: { doc: 'Uniform within ± sqrt(3 / in).', fields: {} },
  lecunNormal: { doc: 'Truncated normal, variance 1 / in; goes with selu.', fields: {} },
  randomNormal: { doc: 'Normal with a given mean and standard deviation.', fields: { mean, stddev } },
  truncatedNormal: { doc: 'Normal, drawn again beyond two standard deviations.', fields: { mean, stddev } },
  randomUniform: {
    doc: 'Uniform between two values.',
    fields: {
      minValue: { kind: 'number', default: -0.05, doc: 'Smallest draw.' },
      maxValue: { kind: 'number', default: 0.05, doc: 'Largest draw.' },
    },
  },
  zeros: { doc: 'All 0; the default of biases.', fields: {} },
  ones: { doc: 'All 1.', fields: {} },
  constant: {
    doc: 'All the same value.',
    fields: { value: { kind: 'number', default: 0, doc: 'The value.' } },
  },
}
