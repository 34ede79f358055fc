import { activationNames } from './activationNames.ts'
import { constraintCatalogue } from './constraintCatalogue.ts'
import type { CatalogueOf, ChoiceField, Field, NumberField, TextField, TypedField } from '../settings/field.ts'
import { initializerCatalogue } from './initializerCatalogue.ts'
import type { Layer } from './modelSpec.ts'
import { regularizerCatalogue } from './regularizerCatalogue.ts'

/** More units than this in one layer is a slip of the keyboard. */
const MOST_UNITS = 65_536

const name: TextField = { kind: 'text', doc: 'Name of the layer; its type and a number unless given.' }
const units: NumberField = { kind: 'number', integer: true, min: 1, max: MOST_UNITS, doc: 'Number of outputs.' }
const activation: ChoiceField = { kind: 'choice', options: activationNames, doc: 'Function applied to the outputs.' }

const initializer = (type: string, doc: string): TypedField => ({
  kind: 'typed',
  what: 'an initializer',
  catalogue: initializerCatalogue,
  default: type,
  doc,
})
const constraint = (doc: string): TypedField => ({
  kind: 'typed',
  what: 'a constraint',
  catalogue: constraintCatalogue,
  doc,
})
const regularizer = (doc: string): TypedField => ({
  kind: 'typed',
  what: 'a regularizer',
  catalogue: regularizerCatalogue,
  doc,
})

const weights = {
  useBias: { kind: 'flag', default: true, doc: 'Whether a bias is added to the outputs.' },
  kernelInitializer: initializer('glorotUniform', 'How the kernel begins.'),
  biasInitializer: initializer('zeros', 'How the bias begins.'),
  kernelConstraint: constraint('What the kernel is held to after each update.'),
  biasConstraint: constraint('What the bias is held to after each update.'),
  kernelRegularizer: regularizer('Penalty on the kernel, added to the loss.'),
  biasRegularizer: regularizer('Penalty on the bias, added to the loss.'),
} as const satisfies Record<string, Field>

const rate: NumberField = {
  kind: 'number',
  min: 0,
  below: 1,
  required: true,
  doc: 'Part of the values dropped while training.',
}

const normalization = {
  epsilon: { kind: 'number', above: 0, default: 1e-3, doc: 'Added to the variance against division by zero.' },
  center: { kind: 'flag', default: true, doc: 'Whether a learned offset (beta) is added.' },
  scale: { kind: 'flag', default: true, doc: 'Whether a learned factor (gamma) is applied.' },
} as const satisfies Record<string, Field>

/** Every layer a network may be stacked from, with Keras's names and defaults. */
export const layerCatalogue: CatalogueOf<Layer> = {
  dense: {
    doc: 'Every output sees every input: activation(x · kernel + bias).',
    fields: { name, units: { ...units, required: true }, activation: { ...activation, default: 'linear' }, ...weights },
  },
  dropout: {
    doc: 'Drops values at random while training and scales up the rest. First in the stack it drops inputs.',
    fields: { name, rate },
  },
  gaussianNoise: {
    doc: 'Adds normal noise while training.',
    fields: {
      name,
      stddev: { kind: 'number', min: 0, required: true, doc: 'Standard deviation of the noise.' },
    },
  },
  gaussianDropout: {
    doc: 'Multiplies by normal noise of mean 1 and variance rate / (1 - rate) while training.',
    fields: { name, rate },
  },
  alphaDropout: {
    doc: 'Dropout that keeps mean and variance; goes with selu.',
    fields: { name, rate },
  },
  batchNormalization: {
    doc: 'Normalizes each unit over the batch; moving averages take over after training.',
    fields: {
      name,
      momentum: { kind: 'number', min: 0, below: 1, default: 0.99, doc: 'Momentum of the moving averages.' },
      ...normalization,
    },
  },
  layerNormalization: {
    doc: 'Normalizes each row over its units.',
    fields: { name, ...normalization },
  },
  activation: {
    doc: 'Applies a function to each value.',
    fields: { name, activation: { ...activation, required: true } },
  },
  output: {
    doc: 'The last layer. Units and activation follow from the task unless given.',
    fields: { name, units, activation, ...weights },
  },
}
