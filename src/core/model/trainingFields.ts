import { LARGEST_SEED } from '../random/largestSeed.ts'
import type { FieldsOf } from '../settings/field.ts'
import { lossCatalogue } from './lossCatalogue.ts'
import type { EarlyStopping, TrainingSpec } from './modelSpec.ts'
import { optimizerCatalogue } from './optimizerCatalogue.ts'
import { scheduleCatalogue } from './scheduleCatalogue.ts'

/** Settings of early stopping. The inner part is cut from the training rows; the held-out fold is never seen. */
export const earlyStoppingFields: FieldsOf<EarlyStopping> = {
  monitor: {
    kind: 'choice',
    options: ['loss', 'accuracy'],
    default: 'loss',
    doc: 'What is watched on the inner part.',
  },
  patience: {
    kind: 'number',
    integer: true,
    min: 1,
    max: 100_000,
    default: 10,
    doc: 'Epochs without improvement before stopping.',
  },
  minDelta: { kind: 'number', min: 0, default: 0, doc: 'Smallest change that counts as improvement.' },
  restoreBestWeights: { kind: 'flag', default: true, doc: 'Whether the weights of the best epoch are kept.' },
  validationFraction: {
    kind: 'number',
    above: 0,
    max: 0.5,
    default: 0.1,
    doc: 'Part of the training rows set aside to watch, stratified for classes.',
  },
}

/** Settings of training. `training` gives them for all models, a model may override each as a whole. */
export const trainingFields: FieldsOf<TrainingSpec> = {
  optimizer: {
    kind: 'typed',
    what: 'an optimizer',
    catalogue: optimizerCatalogue,
    default: 'adam',
    doc: 'How weights are changed.',
  },
  loss: {
    kind: 'typed',
    what: 'a loss',
    catalogue: lossCatalogue,
    doc: 'Loss function to minimise. Chosen from the task by default.',
  },
  epochs: {
    kind: 'number',
    integer: true,
    min: 1,
    max: 100_000,
    default: 100,
    doc: 'Passes over the training rows.',
  },
  batchSize: {
    kind: 'number',
    integer: true,
    min: 1,
    max: 1_000_000,
    default: 32,
    doc: 'Rows per step; the last batch of an epoch may be shorter.',
  },
  shuffle: { kind: 'flag', default: true, doc: 'Whether rows are shuffled anew each epoch.' },
  schedule: {
    kind: 'typed',
    what: 'a schedule',
    catalogue: scheduleCatalogue,
    doc: 'How the learning rate changes over time.',
  },
  earlyStopping: {
    kind: 'group',
    what: 'early stopping',
    fields: earlyStoppingFields,
    doc: 'Stops when an inner part of the training rows is no longer predicted better.',
  },
  classWeight: { kind: 'classWeight', doc: 'Weight of each class in the loss.' },
  seed: {
    kind: 'number',
    integer: true,
    min: 0,
    max: LARGEST_SEED,
    doc: "Beats the experiment's seed for weights, order of rows and noise; the splits stay.",
  },
}
