import type { CatalogueOf, Field, NumberField } from '../settings/field.ts'
import type { Schedule } from './modelSpec.ts'

const decaySteps: NumberField = {
  kind: 'number',
  integer: true,
  min: 1,
  required: true,
  doc: 'Steps (batches) until the decay has acted once.',
}
const decayRate: NumberField = { kind: 'number', min: 0, required: true, doc: 'How strongly the rate decays.' }
const staircase: Field = { kind: 'flag', default: false, doc: 'Decays in jumps every `decaySteps`.' }

/** How the learning rate changes over time, with Keras's names and defaults. */
export const scheduleCatalogue: CatalogueOf<Schedule> = {
  inverseTimeDecay: {
    doc: 'learningRate / (1 + decayRate · step / decaySteps)',
    fields: { decaySteps, decayRate, staircase },
  },
  exponentialDecay: {
    doc: 'learningRate · decayRate ^ (step / decaySteps)',
    fields: { decaySteps, decayRate: { ...decayRate, min: undefined, above: 0 }, staircase },
  },
  cosineDecay: {
    doc: 'Half a cosine wave from the learning rate down to `alpha` times it.',
    fields: {
      decaySteps,
      alpha: { kind: 'number', min: 0, max: 1, default: 0, doc: 'Part of the rate that is left at the end.' },
    },
  },
  stepDecay: {
    doc: 'The rate is multiplied by `factor` every `epochs` epochs.',
    fields: {
      epochs: { kind: 'number', integer: true, min: 1, required: true, doc: 'Epochs between two changes.' },
      factor: { kind: 'number', above: 0, max: 1, required: true, doc: 'Multiplies the rate.' },
    },
  },
  reduceOnPlateau: {
    doc: 'The rate is multiplied by `factor` when the loss has not improved for `patience` epochs.',
    fields: {
      monitor: {
        kind: 'choice',
        options: ['loss', 'valLoss'],
        default: 'loss',
        doc: 'Training loss, or the loss on the inner part of the training rows set aside by early stopping.',
      },
      factor: { kind: 'number', above: 0, below: 1, default: 0.1, doc: 'Multiplies the rate.' },
      patience: { kind: 'number', integer: true, min: 1, default: 10, doc: 'Epochs without improvement.' },
      minDelta: { kind: 'number', min: 0, default: 1e-4, doc: 'Smallest change that counts as improvement.' },
      cooldown: { kind: 'number', integer: true, min: 0, default: 0, doc: 'Epochs to wait after a change.' },
      minLearningRate: { kind: 'number', min: 0, default: 0, doc: 'The rate never falls below this.' },
    },
  },
}
