import type { Matrix } from './referenceFold.ts'

/** The truth that the loss goes by. */
export interface SoftmaxTarget {
  /** Class of each row, from 0; each class occurs. */
  readonly labels: Int32Array
  readonly classes: number
  readonly weights?: Float64Array
}

/** Value and gradient at a point. */
export interface LossState {
  readonly value: number
  readonly gradient: Float64Array
}

/**
 * The loss of a logistic regression: the weighted sum of minus the log of the probability of the right class, and half
 * the squared weights. Weights are `[outputs, width + 1]`, the intercept last and not penalized; two classes have one
 * output, more have one each.
 */
export class SoftmaxLoss {
  /** Number of weights. */
  readonly size: number
  readonly #matrix: Matrix
  readonly #target: SoftmaxTarget
  readonly #outputs: number
  /** Probability of each output for each row, at the last point asked for by {@link at}. */
  readonly #probabilities: Float64Array

  constructor(matrix: Matrix, target: SoftmaxTarget) {
    this.#matrix = matrix
    this.#target = target
    this.#outputs = target.classes === 2 ? 1 : target.classes
    this.size = this.#outputs * (matrix.width + 1)
    this.#probabilities = new Float64Array(matrix.rows * this.#outputs)
  }

  /** The loss at a point. */
  value(weights: Float64Array): number {
    return this.#evaluate(weights, undefined)
  }

  /** Value and gradient at a point; {@link hessian} is of this point afterwards. */
  at(weights: Float64Array): LossState {
    const value = this.#evaluate(weights, this.#probabilities)
    return { value, gradient: this.#gradient(weights) }
  }

  /** Second derivatives at the last point, `[size, size]`, lower half. */
  hessian(): Float64Array {
    const { values, rows, width } = this.#matrix
    const out = new Float64Array(this.size * this.size)
    const stride = width + 1
    for (let row = 0; row < rows; row++) {
      const from = row * width
      for (let k = 0; k < this.#outputs; k++) {
        for (let l = 0; l <= k; l++)
          this.#addBlock(out, values, from, this.#curvature(row, k, l), k * stride, l * stride)
      }
    }
    this.#addPenalty(out)
    return out
  }

  /** Product of the second derivatives at the last point with a vector. */
  multiplyHessian(v: Float64Array, out: Float64Array): void {
    const { values, rows, width } = this.#matrix
    const stride = width + 1
    const scores = new Float64Array(this.#outputs)
    for (let i = 0; i < this.size; i++) out[i] = i % stride === width ? 0 : v[i]
    for (let row = 0; row < rows; row++) {
      const from = row * width
      for (let k = 0; k < this.#outputs; k++) scores[k] = product(values, from, width, v, k * stride)
      for (let k = 0; k < this.#outputs; k++) {
        let factor = 0
        for (let l = 0; l < this.#outputs; l++) factor += this.#curvature(row, k, l) * scores[l]
        addRow(out, k * stride, values, from, width, factor)
      }
    }
  }

  /** Second derivative of a row's loss with respect to two outputs. */
  #curvature(row: number, k: number, l: number): number {
    const p = this.#probabilities
    const at = row * this.#outputs
    const own = k === l ? p[at + k] : 0
    return this.#weight(row) * (own - p[at + k] * p[at + l])
  }

  #addBlock(out: Float64Array, values: Float64Array, from: number, factor: number, top: number, left: number): void {
    const { width } = this.#matrix
    for (let i = 0; i <= width; i++) {
      const own = factor * (i === width ? 1 : values[from + i])
      const line = (top + i) * this.size + left
      const end = top === left ? i : width
      for (let j = 0; j <= end; j++) out[line + j] += own * (j === width ? 1 : values[from + j])
    }
  }

  #addPenalty(out: Float64Array): void {
    const stride = this.#matrix.width + 1
    for (let i = 0; i < this.size; i++) if (i % stride !== stride - 1) out[i * this.size + i] += 1
    if (this.#outputs === 1) return
    // Adding the same to all intercepts changes no probability; this makes the way back to a sum of 0 the only one.
    for (let k = 0; k < this.#outputs; k++) {
      for (let l = 0; l <= k; l++) out[(k * stride + stride - 1) * this.size + l * stride + stride - 1] += 1
    }
  }

  #evaluate(weights: Float64Array, keep: Float64Array | undefined): number {
    const { values, rows, width } = this.#matrix
    const outputs = this.#outputs
    const scores = new Float64Array(outputs)
    let total = 0
    for (let row = 0; row < rows; row++) {
      for (let k = 0; k < outputs; k++) scores[k] = product(values, row * width, width, weights, k * (width + 1))
      total +=
        this.#weight(row) * (outputs === 1 ? this.#twoClasses(row, scores[0], keep) : this.#several(row, scores, keep))
    }
    for (let i = 0; i < weights.length; i++) if (i % (width + 1) !== width) total += 0.5 * weights[i] * weights[i]
    return total
  }

  #twoClasses(row: number, score: number, keep: Float64Array | undefined): number {
    if (keep) keep[row] = score >= 0 ? 1 / (1 + Math.exp(-score)) : Math.exp(score) / (1 + Math.exp(score))
    const wrong = this.#target.labels[row] === 1 ? -score : score
    return wrong > 0 ? wrong + Math.log1p(Math.exp(-wrong)) : Math.log1p(Math.exp(wrong))
  }

  #several(row: number, scores: Float64Array, keep: Float64Array | undefined): number {
    let largest = -Infinity
    for (const score of scores) if (score > largest) largest = score
    let sum = 0
    for (const score of scores) sum += Math.exp(score - largest)
    if (keep)
      for (let k = 0; k < scores.length; k++) keep[row * scores.length + k] = Math.exp(scores[k] - largest) / sum
    return Math.log(sum) + largest - scores[this.#target.labels[row]]
  }

  #gradient(weights: Float64Array): Float64Array {
    const { values, rows, width } = this.#matrix
    const outputs = this.#outputs
    const stride = width + 1
    const { labels } = this.#target
    const gradient = Float64Array.from(weights, (weight, i) => (i % stride === width ? 0 : weight))
    for (let row = 0; row < rows; row++) {
      for (let k = 0; k < outputs; k++) {
        const isRight = outputs === 1 ? labels[row] === 1 : labels[row] === k
        const error = this.#weight(row) * (this.#probabilities[row * outputs + k] - (isRight ? 1 : 0))
        addRow(gradient, k * stride, values, row * width, width, error)
      }
    }
    return gradient
  }

  #weight(row: number): number {
    return this.#target.weights ? this.#target.weights[row] : 1
  }
}

function product(values: Float64Array, from: number, width: number, weights: Float64Array, at: number): number {
  let sum = weights[at + width]
  for (let j = 0; j < width; j++) sum += weights[at + j] * values[from + j]
  return sum
}

function addRow(
  out: Float64Array,
  at: number,
  values: Float64Array,
  from: number,
  width: number,
  factor: number,
): void {
  for (let j = 0; j < width; j++) out[at + j] += factor * values[from + j]
  out[at + width] += factor
}
