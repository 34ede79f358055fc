import type { ActivationName } from './activationName.ts'

/** Every activation with what it does to a pre-activation `x`. Definitions and constants are Keras's. */
export const activationDocs: Readonly<Record<ActivationName, string>> = {
  relu: 'max(x, 0)',
  relu6: 'min(max(x, 0), 6)',
  leakyRelu: 'x above 0, else 0.2 x',
  elu: 'x above 0, else exp(x) - 1',
  selu: 'scaled elu that keeps mean 0 and variance 1; goes with lecunNormal and alphaDropout',
  gelu: 'x times the normal distribution function of x',
  silu: 'x times sigmoid(x)',
  softplus: 'log(1 + exp(x))',
  softsign: 'x / (1 + |x|)',
  tanh: 'hyperbolic tangent, between -1 and 1',
  sigmoid: '1 / (1 + exp(-x)), between 0 and 1',
  hardSigmoid: 'x / 6 + 0.5, held between 0 and 1',
  mish: 'x times tanh(softplus(x))',
  softmax: 'exp(x) divided by its sum over the units, so that they sum to 1',
  linear: 'x as it is',
}

/** The activations, in the order in which choices show them. */
export const activationNames = Object.keys(activationDocs) as readonly ActivationName[]
