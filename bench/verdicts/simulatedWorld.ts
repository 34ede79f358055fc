import { Mt19937 } from '../../src/core/random/mt19937.ts'
import { stratifiedKFold } from '../../src/core/split/stratifiedKFold.ts'

/**
 * Two classifiers on made-up data whose true accuracies are known: two classes of equal size, normal features of unit variance,
 * some of them seen by both classifiers and as many by one alone. Both take the nearer of two class means.
 */
export interface SimulatedWorld {
  readonly rows: number
  /** How far the means of a class lie from zero in the features of each classifier alone. */
  readonly strengths: readonly [first: number, second: number]
}

export const FOLDS = 10
const SHARED = 2
const OWN = 4
const FEATURES = SHARED + 2 * OWN
const SHARED_STRENGTH = 0.3
/** Strength of the first classifier's own features: an accuracy of 84 to 87 %. */
export const FIRST_STRENGTH = 0.5
/** Training sets that an expected accuracy is the mean of. */
const TRAINING_SETS = 2000

const COLUMNS = [0, 1].map((model) => [
  ...Array.from({ length: SHARED }, (_, i) => i),
  ...Array.from({ length: OWN }, (_, i) => SHARED + model * OWN + i),
])

/** Accuracies of both classifiers, fold by fold and repeat by repeat, on one dataset drawn anew. */
export function drawComparison(
  { rows, strengths }: SimulatedWorld,
  repeats: number,
  random: Mt19937,
): readonly [first: number[], second: number[]] {
  const labels = Int32Array.from({ length: rows }, (_, row) => row % 2)
  const normal = normalsOf(random)
  const x = Float64Array.from({ length: rows * FEATURES }, (_, i) => {
    const feature = i % FEATURES
    const strength = feature < SHARED ? SHARED_STRENGTH : strengths[feature < SHARED + OWN ? 0 : 1]
    return (labels[Math.floor(i / FEATURES)] === 1 ? strength : -strength) + normal()
  })
  const scores: [number[], number[]] = [[], []]
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const { train, test } of stratifiedKFold({ count: rows, labels }, FOLDS, random)) {
      const means = classMeans(x, labels, train)
      COLUMNS.forEach((columns, model) => scores[model].push(accuracyOn(x, labels, test, columns, means)))
    }
  }
  return scores
}

/** Strength of the second classifier's own features for which its expected accuracy lies `gap` below the first's. */
export function secondStrength(rows: number, gap: number): number {
  const trained = rows * (1 - 1 / FOLDS)
  const wanted = expectedAccuracy(trained, FIRST_STRENGTH) - gap
  let [low, high] = [0, FIRST_STRENGTH]
  for (let i = 0; i < 30; i++) {
    const middle = (low + high) / 2
    if (expectedAccuracy(trained, middle) < wanted) low = middle
    else high = middle
  }
  return gap === 0 ? FIRST_STRENGTH : (low + high) / 2
}

/** The mean true accuracy over training sets of `rows` rows, all drawn with the same numbers. */
function expectedAccuracy(rows: number, strength: number): number {
  const normal = normalsOf(new Mt19937(99))
  const deviation = Math.sqrt(2 / rows)
  let total = 0
  for (let set = 0; set < TRAINING_SETS; set++) {
    let [along, square, offset] = [0, 0, 0]
    for (let feature = 0; feature < SHARED + OWN; feature++) {
      const center = feature < SHARED ? SHARED_STRENGTH : strength
      const [upper, lower] = [center + deviation * normal(), -center + deviation * normal()]
      const weight = upper - lower
      offset += (upper * upper - lower * lower) / 2
      along += weight * center
      square += weight * weight
    }
    const length = Math.sqrt(square)
    total += (normalShare((along - offset) / length) + normalShare((along + offset) / length)) / 2
  }
  return total / TRAINING_SETS
}

function classMeans(x: Float64Array, labels: Int32Array, train: Int32Array): readonly [Float64Array, Float64Array] {
  const sums: [Float64Array, Float64Array] = [new Float64Array(FEATURES), new Float64Array(FEATURES)]
  const counts = [0, 0]
  for (const row of train) {
    const sum = sums[labels[row]]
    counts[labels[row]]++
    for (let feature = 0; feature < FEATURES; feature++) sum[feature] += x[row * FEATURES + feature]
  }
  return [sums[0].map((sum) => sum / counts[0]), sums[1].map((sum) => sum / counts[1])]
}

function accuracyOn(
  x: Float64Array,
  labels: Int32Array,
  test: Int32Array,
  columns: readonly number[],
  [lower, upper]: readonly [Float64Array, Float64Array],
): number {
  let right = 0
  for (const row of test) {
    let side = 0
    for (const feature of columns) {
      const middle = (upper[feature] + lower[feature]) / 2
      side += (upper[feature] - lower[feature]) * (x[row * FEATURES + feature] - middle)
    }
    if (side > 0 === (labels[row] === 1)) right++
  }
  return right / test.length
}

/** Standard normal numbers (Box and Muller). */
function normalsOf(random: Mt19937): () => number {
  let spare: number | undefined
  const uniform = () => (random.nextUint32() + 0.5) / 2 ** 32
  return () => {
    const kept = spare
    spare = undefined
    if (kept !== undefined) return kept
    const radius = Math.sqrt(-2 * Math.log(uniform()))
    const angle = 2 * Math.PI * uniform()
    spare = radius * Math.sin(angle)
    return radius * Math.cos(angle)
  }
}

/** P(Z ≤ z) of a standard normal number, to 1e-7 (Abramowitz and Stegun 7.1.26). */
function normalShare(z: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(z)) / Math.SQRT2)
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
  const tail = (series * Math.exp((-z * z) / 2)) / 2
  return z >= 0 ? 1 - tail : tail
}
