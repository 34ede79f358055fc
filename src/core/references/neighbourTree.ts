import type { NearestHeap } from './nearestHeap.ts'
import { nthElement } from './nthElement.ts'
import type { Matrix } from './referenceFold.ts'

/** Rows in a leaf at least, as in scikit-learn's neighbours. */
const LEAF_ROWS = 30

/**
 * A k-d tree that finds the nearest rows, built and searched as scikit-learn's `KDTree`, so that of equally near rows the
 * same are found.
 */
export class NeighbourTree {
  readonly #matrix: Matrix
  readonly #order: Int32Array
  readonly #nodes: number
  readonly #starts: Int32Array
  readonly #ends: Int32Array
  /** Least and greatest value of each column in each node. */
  readonly #low: Float64Array
  readonly #high: Float64Array

  constructor(matrix: Matrix) {
    const { rows, width } = matrix
    this.#matrix = matrix
    this.#order = Int32Array.from({ length: rows }, (_, row) => row)
    const levels = Math.trunc(Math.log2(Math.max(1, (rows - 1) / LEAF_ROWS)) + 1)
    this.#nodes = 2 ** levels - 1
    this.#starts = new Int32Array(this.#nodes)
    this.#ends = new Int32Array(this.#nodes)
    this.#low = new Float64Array(this.#nodes * width).fill(Infinity)
    this.#high = new Float64Array(this.#nodes * width).fill(-Infinity)
    this.#build(0, 0, rows)
  }

  /** Fills the heap with the rows nearest to a point, which begins at `from` of `values`. */
  search(values: Float64Array, from: number, heap: NearestHeap): void {
    heap.clear()
    this.#search(0, values, from, heap, this.#bound(0, values, from))
  }

  #build(node: number, start: number, end: number): void {
    this.#starts[node] = start
    this.#ends[node] = end
    this.#measure(node)
    if (this.#isLeaf(node)) return
    const { values, width } = this.#matrix
    const column = this.#widestColumn(node)
    const middle = start + Math.floor((end - start) / 2)
    nthElement(this.#order, start, middle, end, (a, b) => {
      const left = values[a * width + column]
      const right = values[b * width + column]
      return left === right ? a < b : left < right
    })
    this.#build(2 * node + 1, start, middle)
    this.#build(2 * node + 2, middle, end)
  }

  #isLeaf(node: number): boolean {
    return 2 * node + 1 >= this.#nodes || this.#ends[node] - this.#starts[node] < 2
  }

  #measure(node: number): void {
    const { values, width } = this.#matrix
    for (let i = this.#starts[node]; i < this.#ends[node]; i++) {
      const from = this.#order[i] * width
      for (let j = 0; j < width; j++) {
        const value = values[from + j]
        const at = node * width + j
        if (value < this.#low[at]) this.#low[at] = value
        if (value > this.#high[at]) this.#high[at] = value
      }
    }
  }

  /** The first of the columns whose values reach farthest. */
  #widestColumn(node: number): number {
    const { width } = this.#matrix
    let widest = 0
    let most = 0
    for (let j = 0; j < width; j++) {
      const spread = this.#high[node * width + j] - this.#low[node * width + j]
      if (spread > most) {
        most = spread
        widest = j
      }
    }
    return widest
  }

  /** Squared distance from a point to the nearest place of a node. */
  #bound(node: number, values: Float64Array, from: number): number {
    const { width } = this.#matrix
    let sum = 0
    for (let j = 0; j < width; j++) {
      const below = this.#low[node * width + j] - values[from + j]
      const above = values[from + j] - this.#high[node * width + j]
      const outside = 0.5 * (below + Math.abs(below) + (above + Math.abs(above)))
      sum += outside * outside
    }
    return sum
  }

  #search(node: number, values: Float64Array, from: number, heap: NearestHeap, bound: number): void {
    if (bound > heap.largest) return
    if (this.#isLeaf(node)) {
      for (let i = this.#starts[node]; i < this.#ends[node]; i++) {
        const row = this.#order[i]
        heap.push(squaredDistance(this.#matrix, row, values, from), row)
      }
      return
    }
    const left = 2 * node + 1
    const right = left + 1
    const leftBound = this.#bound(left, values, from)
    const rightBound = this.#bound(right, values, from)
    if (leftBound <= rightBound) {
      this.#search(left, values, from, heap, leftBound)
      this.#search(right, values, from, heap, rightBound)
    } else {
      this.#search(right, values, from, heap, rightBound)
      this.#search(left, values, from, heap, leftBound)
    }
  }
}

/** Sum of squared differences between a row and a point, which begins at `from` of `point`. */
export function squaredDistance({ values, width }: Matrix, row: number, point: Float64Array, from: number): number {
  const at = row * width
  let sum = 0
  for (let j = 0; j < width; j++) {
    const difference = point[from + j] - values[at + j]
    sum += difference * difference
  }
  return sum
}
