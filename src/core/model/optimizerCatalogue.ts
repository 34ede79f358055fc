import type { CatalogueOf, Field, NumberField } from '../settings/field.ts'
import type { Optimizer } from './modelSpec.ts'

const clip = {
  clipValue: { kind: 'number', above: 0, doc: 'Each gradient value is held within ± this.' },
  clipNorm: { kind: 'number', above: 0, doc: 'The gradient of each weight is scaled down to this norm.' },
  globalClipNorm: { kind: 'number', above: 0, doc: 'All gradients together are scaled down to this norm.' },
} as const satisfies Record<string, Field>

const learningRate = (value: number): NumberField => ({
  kind: 'number',
  above: 0,
  default: value,
  doc: 'Size of the steps.',
})
const decay = (value: number, doc: string): NumberField => ({ kind: 'number', min: 0, below: 1, default: value, doc })
const epsilon: NumberField = { kind: 'number', above: 0, default: 1e-7, doc: 'Added against division by zero.' }

const moments = {
  beta1: decay(0.9, 'Decay of the mean of gradients.'),
  beta2: decay(0.999, 'Decay of the mean of squared gradients.'),
  epsilon,
}

/** Every optimizer, with Keras's names, update rules and defaults. */
export const optimizerCatalogue: CatalogueOf<Optimizer> = {
  sgd: {
    doc: 'Stochastic gradient descent, with optional momentum.',
    fields: {
      learningRate: learningRate(0.01),
      momentum: { kind: 'number', min: 0, below: 1, default: 0, doc: 'Part of the last step that is kept.' },
      nesterov: { kind: 'flag', default: false, doc: 'Nesterov momentum.' },
      weightDecay: { kind: 'number', min: 0, doc: 'Weights shrink by learning rate times this at each step.' },
      ...clip,
    },
  },
  adam: {
    doc: 'Steps scaled by running means of gradients and their squares.',
    fields: { learningRate: learningRate(0.001), ...moments, ...clip },
  },
  adamw: {
    doc: 'Adam with decoupled weight decay.',
    fields: {
      learningRate: learningRate(0.001),
      ...moments,
      weightDecay: {
        kind: 'number',
        min: 0,
        default: 0.004,
        doc: 'Weights shrink by learning rate times this at each step.',
      },
      ...clip,
    },
  },
  rmsprop: {
    doc: 'Steps scaled by a running mean of squared gradients.',
    fields: {
      learningRate: learningRate(0.001),
      rho: decay(0.9, 'Decay of the mean of squared gradients.'),
      momentum: decay(0, 'Part of the last step that is kept.'),
      epsilon,
      centered: { kind: 'flag', default: false, doc: 'Scales by the variance of gradients instead.' },
      ...clip,
    },
  },
  adagrad: {
    doc: 'Steps scaled by the sum of all squared gradients so far.',
    fields: {
      learningRate: learningRate(0.001),
      initialAccumulatorValue: { kind: 'number', min: 0, default: 0.1, doc: 'What the sum begins with.' },
      epsilon,
      ...clip,
    },
  },
}
