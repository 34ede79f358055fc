import { conjugateGradient, dot } from './conjugateGradient.ts'
import { weightedMean } from './dummy.ts'
import type { Matrix, ReferenceFold } from './referenceFold.ts'
import { MOST_DIRECT_WEIGHTS } from './referenceKind.ts'
import { solveCholesky } from './solveCholesky.ts'

/** Penalty of the squared weights, as scikit-learn's default. */
const ALPHA = 1

/** Least squares with a penalty of 1 on the squared weights, the intercept free, as scikit-learn's `Ridge(alpha=1)`. */
export function predictRidge({ target, train, test, weights }: ReferenceFold): readonly number[] {
  if (target.kind !== 'values') throw new TypeError('a ridge regression needs values')
  const centers = Float64Array.from({ length: train.width }, (_, j) => weightedMean(columnOf(train, j), weights))
  const center = weightedMean(target.values, weights)
  const centered = centeredRows(train, centers, weights)
  const values = target.values.map((value, row) => (value - center) * rootWeight(weights, row))
  const slopes = solve(centered, values)
  return Array.from({ length: test.rows }, (_, row) => {
    let sum = center
    for (let j = 0; j < test.width; j++) sum += slopes[j] * (test.values[row * test.width + j] - centers[j])
    return sum
  })
}

function columnOf({ values, rows, width }: Matrix, column: number): Float64Array {
  const out = new Float64Array(rows)
  for (let row = 0; row < rows; row++) out[row] = values[row * width + column]
  return out
}

/** Rows minus the centers, each times the root of its weight. */
function centeredRows(
  { values, rows, width }: Matrix,
  centers: Float64Array,
  weights: Float64Array | undefined,
): Matrix {
  const out = new Float64Array(values.length)
  for (let row = 0; row < rows; row++) {
    const root = rootWeight(weights, row)
    for (let j = 0; j < width; j++) out[row * width + j] = (values[row * width + j] - centers[j]) * root
  }
  return { values: out, rows, width }
}

function rootWeight(weights: Float64Array | undefined, row: number): number {
  return weights ? Math.sqrt(weights[row]) : 1
}

function solve(matrix: Matrix, values: Float64Array): Float64Array {
  const right = new Float64Array(matrix.width)
  addTransposed(matrix, values, right)
  if (matrix.width <= MOST_DIRECT_WEIGHTS) {
    const solution = right.slice()
    if (solveCholesky(normalMatrix(matrix), solution, matrix.width)) return solution
  }
  const image = new Float64Array(matrix.rows)
  return conjugateGradient(
    (v, out) => {
      for (let row = 0; row < matrix.rows; row++) {
        image[row] = dot(matrix.values.subarray(row * matrix.width, (row + 1) * matrix.width), v)
      }
      for (let j = 0; j < out.length; j++) out[j] = ALPHA * v[j]
      addTransposed(matrix, image, out)
    },
    right,
    1e-13,
  )
}

function addTransposed({ values, rows, width }: Matrix, by: Float64Array, out: Float64Array): void {
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < width; j++) out[j] += values[row * width + j] * by[row]
  }
}

/** Products of all pairs of columns, and the penalty on the diagonal. */
function normalMatrix({ values, rows, width }: Matrix): Float64Array {
  const out = new Float64Array(width * width)
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < width; i++) {
      const own = values[row * width + i]
      for (let j = 0; j <= i; j++) out[i * width + j] += own * values[row * width + j]
    }
  }
  for (let i = 0; i < width; i++) out[i * width + i] += ALPHA
  return out
}
