/** Settings that several layers share. */
import { activationNames } from '../activationNames.ts'
import { constraintCatalogue } from '../constraintCatalogue.ts'
import { initializerCatalogue } from '../initializerCatalogue.ts'
import { regularizerCatalogue } from '../regularizerCatalogue.ts'
import type { ChoiceField, Field, NumberField, TextField, TypedField } from '../../settings/field.ts'

/** More units than this in one layer is a slip of the keyboard. */
const MOST_UNITS = 65_536

export const name: TextField = { kind: 'text', doc: 'Name of the layer; its type and a number unless given.' }
export const units: NumberField = { kind: 'number', integer: true, min: 1, max: MOST_UNITS, doc: 'Number of outputs.' }
export const activation: ChoiceField = {
  kind: 'choice',
  options: activationNames,
  doc: 'Function applied to the outputs.',
}

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

export const weights = {
  useBias: { kind: 'flag', default: true, doc: 'Whether a bias is added to the outputs.' },
  kernelInitializer: initializer('glorotUniform', 'How the kernel begins.'),
  biasInitializer: initializer('zeros', 'How the bias begins.'),
  kernelConstraint: constraint('What the kernel is held to after each update.'),
  biasConstraint: constraint('What the bias is held to after each update.'),
  kernelRegularizer: regularizer('Penalty on the kernel, added to the loss.'),
  biasRegularizer: regularizer('Penalty on the bias, added to the loss.'),
} as const satisfies Record<string, Field>

export const rate: NumberField = {
  kind: 'number',
  min: 0,
  below: 1,
  required: true,
  doc: 'Part of the values dropped while training.',
}

export const normalization = {
  epsilon: { kind: 'number', above: 0, default: 1e-3, doc: 'Added to the variance against division by zero.' },
  center: { kind: 'flag', default: true, doc: 'Whether a learned offset (beta) is added.' },
  scale: { kind: 'flag', default: true, doc: 'Whether a learned factor (gamma) is applied.' },
} as const satisfies Record<string, Field>
