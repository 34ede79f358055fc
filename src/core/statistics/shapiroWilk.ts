/** The Shapiro–Wilk test of normality after Royston (1995), Applied Statistics algorithm AS R94, as scipy's `shapiro`. */
import { normalTail } from './normal.ts'

/** W (1: exactly normal) and the chance of a W this small in a normal sample. */
export interface ShapiroWilk {
  readonly w: number
  readonly p: number
}

/** The approximation of p holds up to here. */
const MOST_VALUES = 5000
const FEWEST_VALUES = 3

const FIRST_WEIGHT = [0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056]
const SECOND_WEIGHT = [0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633]
const SMALL_MEAN = [0.544, -0.39978, 0.025054, -6.714e-4]
const SMALL_LOG_SD = [1.3822, -0.77857, 0.062767, -0.0020322]
const LARGE_MEAN = [-1.5861, -0.31082, -0.083751, 0.0038915]
const LARGE_LOG_SD = [-0.4803, -0.082676, 0.0030302]

/** `null` for fewer than 3 or more than 5,000 values, and where all are equal. */
export function shapiroWilk(values: Iterable<number>): ShapiroWilk | null {
  const sorted = Float64Array.from(values).sort()
  const count = sorted.length
  if (count < FEWEST_VALUES || count > MOST_VALUES || !(sorted[count - 1] > sorted[0])) return null
  const complement = complementOf(sorted, weightsFor(count))
  return { w: 1 - complement, p: significance(complement, count) }
}

/** Weights of the lower half, the smallest value first; the upper half mirrors them. */
function weightsFor(count: number): Float64Array {
  if (count === 3) return Float64Array.of(Math.SQRT1_2)
  const expected = Float64Array.from({ length: Math.floor(count / 2) }, (_, i) =>
    quantile((i + 0.625) / (count + 0.25)),
  )
  const squares = 2 * expected.reduce((sum, value) => sum + value * value, 0)
  const root = 1 / Math.sqrt(count)
  const first = polynomial(FIRST_WEIGHT, root) - expected[0] / Math.sqrt(squares)
  const second = polynomial(SECOND_WEIGHT, root) - expected[1] / Math.sqrt(squares)
  const [rest, restWeights] =
    count > 5
      ? [squares - 2 * expected[0] ** 2 - 2 * expected[1] ** 2, 1 - 2 * first ** 2 - 2 * second ** 2]
      : [squares - 2 * expected[0] ** 2, 1 - 2 * first ** 2]
  const scale = Math.sqrt(rest / restWeights)
  const given = count > 5 ? [first, second] : [first]
  return expected.map((value, i) => (i < given.length ? given[i] : -value / scale))
}

/** 1 − W, computed so that a W near 1 keeps its digits. */
function complementOf(sorted: Float64Array, weights: Float64Array): number {
  const count = sorted.length
  const range = sorted[count - 1] - sorted[0]
  const center = sorted.reduce((sum, value) => sum + value / range, 0) / count
  let [weightSquares, squares, products] = [0, 0, 0]
  for (let i = 0; i < count; i += 1) {
    const mirror = count - 1 - i
    const weight = i === mirror ? 0 : i < mirror ? -weights[i] : weights[mirror]
    const value = sorted[i] / range - center
    weightSquares += weight * weight
    squares += value * value
    products += weight * value
  }
  const root = Math.sqrt(weightSquares * squares)
  return ((root - products) * (root + products)) / (weightSquares * squares)
}

function significance(complement: number, count: number): number {
  if (count === 3) return Math.max(0, 1 - (6 / Math.PI) * Math.acos(Math.sqrt(Math.max(0.75, 1 - complement))))
  const logCount = Math.log(count)
  if (count > 11) {
    const mean = polynomial(LARGE_MEAN, logCount)
    return normalTail((Math.log(complement) - mean) / Math.exp(polynomial(LARGE_LOG_SD, logCount)))
  }
  const limit = 0.459 * count - 2.273
  const y = Math.log(complement)
  if (y >= limit) return 1e-19
  return normalTail((-Math.log(limit - y) - polynomial(SMALL_MEAN, count)) / Math.exp(polynomial(SMALL_LOG_SD, count)))
}

const CENTRAL = {
  top: [2.50662823884, -18.61500062529, 41.39119773534, -25.44106049637],
  bottom: [1, -8.4735109309, 23.08336743743, -21.06224101826, 3.13082909833],
}
const TAIL = {
  top: [-2.78718931138, -2.29796479134, 4.85014127135, 2.32121276858],
  bottom: [1, 3.54388924762, 1.63706781897],
}

/** Normal quantiles by AS 111, which the weights of the published algorithm are made with: a better one would change W. */
function quantile(p: number): number {
  const q = p - 0.5
  if (Math.abs(q) <= 0.42) return (q * polynomial(CENTRAL.top, q * q)) / polynomial(CENTRAL.bottom, q * q)
  const r = Math.sqrt(-Math.log(q > 0 ? 1 - p : p))
  return Math.sign(q) * (polynomial(TAIL.top, r) / polynomial(TAIL.bottom, r))
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0)
}
