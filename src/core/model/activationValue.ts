import type { ActivationName } from './activationName.ts'

const SELU_ALPHA = 1.6732632423543772
const SELU_SCALE = 1.0507009873554805
const LEAKY_SLOPE = 0.2

/** Activations that look at one value at a time: all but softmax. */
const ELEMENTWISE: Readonly<Record<Exclude<ActivationName, 'softmax'>, (x: number) => number>> = {
  linear: (x) => x,
  relu: (x) => Math.max(x, 0),
  relu6: (x) => Math.min(Math.max(x, 0), 6),
  leakyRelu: (x) => (x > 0 ? x : LEAKY_SLOPE * x),
  elu: (x) => (x > 0 ? x : Math.expm1(x)),
  selu: (x) => SELU_SCALE * (x > 0 ? x : SELU_ALPHA * Math.expm1(x)),
  gelu: (x) => 0.5 * x * (1 + errorFunction(x * Math.SQRT1_2)),
  silu: (x) => x * sigmoid(x),
  softplus,
  softsign: (x) => x / (1 + Math.abs(x)),
  tanh: (x) => Math.tanh(x),
  sigmoid,
  hardSigmoid: (x) => Math.min(Math.max(x + 3, 0), 6) / 6,
  mish: (x) => x * Math.tanh(softplus(x)),
}

/** Applies an activation to one row of values, in place (Keras 3's definitions, as the trainer's). */
export function applyActivation(name: ActivationName, row: Float64Array): void {
  if (name === 'softmax') softmax(row)
  else if (name !== 'linear') for (let i = 0; i < row.length; i++) row[i] = ELEMENTWISE[name](row[i])
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x))
}

function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))
}

function softmax(row: Float64Array): void {
  let largest = -Infinity
  for (const value of row) largest = Math.max(largest, value)
  let total = 0
  for (let i = 0; i < row.length; i++) total += row[i] = Math.exp(row[i] - largest)
  for (let i = 0; i < row.length; i++) row[i] /= total
}

/** Beyond this the error function is 1 to the last bit. */
const ERF_IS_ONE = 6

/** `erf(x) = 2/√π e^(-x²) Σ 2ⁿ x^(2n+1) / (2n+1)!!`: all terms have one sign, so nothing cancels. */
function errorFunction(x: number): number {
  if (Math.abs(x) > ERF_IS_ONE) return Math.sign(x)
  let term = x
  let sum = x
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1)
    sum += term
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum
}
