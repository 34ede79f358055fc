import { conjugateGradient, dot } from './conjugateGradient.ts'
import { classPredictions } from './referenceFold.ts'
import type { Matrix, ReferenceFold, ReferencePredictions } from './referenceFold.ts'
import { MOST_DIRECT_WEIGHTS } from './referenceKind.ts'
import { requireTwoClasses } from './requireTwoClasses.ts'
import { SoftmaxLoss } from './softmaxLoss.ts'
import { solveCholesky } from './solveCholesky.ts'

/**
 * Logistic regression with an L2 penalty of 1 on everything but the intercepts, as scikit-learn's
 * `LogisticRegression(C=1)`: one vector of weights for two classes, one for each class for more. Solved by Newton's
 * method until it stands still. Classes that no training row has get a probability of 0.
 * @throws HoldoutError `training/one-class` where the training rows are of one class.
 */
export function predictLogistic(fold: ReferenceFold): ReferencePredictions {
  const { target, train, test, weights } = fold
  if (target.kind !== 'classes') throw new TypeError('a logistic regression needs classes')
  const seen = requireTwoClasses(target.labels, weights)
  const place = new Int32Array(target.classes).fill(-1)
  seen.forEach((code, index) => (place[code] = index))
  const labels = target.labels.map((code) => place[code])
  const loss = new SoftmaxLoss(train, { labels, classes: seen.length, ...(weights && { weights }) })
  const solution = minimize(loss)
  const rows = probabilities(test, solution, seen.length).map((row) => spread(row, seen, target.classes))
  return classPredictions(rows, target)
}

/** Minimizes the loss by Newton steps that are shortened where they overshoot. */
function minimize(loss: SoftmaxLoss): Float64Array {
  let weights = new Float64Array(loss.size)
  let state = loss.at(weights)
  const scale = Math.max(1, norm(state.gradient))
  for (let step = 0; step < MOST_STEPS; step++) {
    const steepness = norm(state.gradient)
    if (steepness <= GRADIENT_ENOUGH * scale) break
    const direction = newtonDirection(loss, state.gradient, steepness / scale)
    const slope = dot(state.gradient, direction)
    const next = shorten(loss, { weights, value: state.value, direction, slope })
    if (!next) break
    weights = next
    state = loss.at(weights)
  }
  return weights
}

const MOST_STEPS = 200
/** Relative to the first gradient: with a penalty of 1 the weights are then off by no more than this. */
const GRADIENT_ENOUGH = 1e-11
/** Of the decrease that the slope promises, what a step must bring (Armijo). */
const PART_OF_PROMISE = 1e-4

function newtonDirection(loss: SoftmaxLoss, gradient: Float64Array, steepness: number): Float64Array {
  const downhill = gradient.map((value) => -value)
  if (loss.size <= MOST_DIRECT_WEIGHTS) {
    const solution = downhill.slice()
    if (solveCholesky(loss.hessian(), solution, loss.size)) return solution
  }
  // The closer to the end, the more exactly: steps then converge faster than linearly.
  const tolerance = Math.max(1e-8, Math.min(0.1, Math.sqrt(steepness)))
  return conjugateGradient((v, out) => loss.multiplyHessian(v, out), downhill, tolerance)
}

interface Line {
  readonly weights: Float64Array
  readonly value: number
  readonly direction: Float64Array
  readonly slope: number
}

/** The first of the full step, half of it, … that brings enough; `undefined` where none does: rounding is all that remains. */
function shorten(loss: SoftmaxLoss, { weights, value, direction, slope }: Line): Float64Array<ArrayBuffer> | undefined {
  const noise = 1e-14 * Math.abs(value)
  for (let length = 1; length > 1e-10; length /= 2) {
    const tried = weights.map((weight, i) => weight + length * direction[i])
    if (loss.value(tried) <= value + PART_OF_PROMISE * length * slope + noise) return Float64Array.from(tried)
  }
  return undefined
}

function norm(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector))
}

/** Probabilities of the classes seen, for each row. */
function probabilities({ values, rows, width }: Matrix, weights: Float64Array, classes: number): number[][] {
  const outputs = classes === 2 ? 1 : classes
  return Array.from({ length: rows }, (_, row) => {
    const scores = Array.from({ length: outputs }, (__, output) => {
      const from = output * (width + 1)
      let score = weights[from + width]
      for (let j = 0; j < width; j++) score += weights[from + j] * values[row * width + j]
      return score
    })
    return softmax(outputs === 1 ? [0, scores[0]] : scores)
  })
}

function softmax(scores: readonly number[]): number[] {
  const largest = Math.max(...scores)
  const powers = scores.map((score) => Math.exp(score - largest))
  const total = powers.reduce((sum, power) => sum + power, 0)
  return powers.map((power) => power / total)
}

/** Probabilities of the classes seen at the places of all classes. */
function spread(row: readonly number[], seen: readonly number[], classes: number): readonly number[] {
  if (seen.length === classes) return row
  const all = new Array<number>(classes).fill(0)
  seen.forEach((code, index) => (all[code] = row[index]))
  return all
}
