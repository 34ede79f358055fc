/**
 * The nearest so far, the farthest of them on top. Of equally near ones it keeps those that scikit-learn keeps (its
 * `heap_push`), which depends on the order in which they come.
 */
export class NearestHeap {
  /** Rows of the nearest, in no order. */
  readonly rows: Int32Array
  readonly #distances: Float64Array

  constructor(size: number) {
    this.rows = new Int32Array(size)
    this.#distances = new Float64Array(size).fill(Infinity)
  }

  /** Distance of the farthest kept; infinite until there are enough. */
  get largest(): number {
    return this.#distances[0]
  }

  clear(): void {
    this.#distances.fill(Infinity)
  }

  /** Takes a row in if it is nearer than the farthest. */
  push(distance: number, row: number): void {
    const distances = this.#distances
    if (distance >= distances[0]) return
    const size = distances.length
    let at = 0
    for (;;) {
      const left = 2 * at + 1
      const right = left + 1
      if (left >= size) break
      const child = right >= size || distances[left] >= distances[right] ? left : right
      if (distances[child] <= distance) break
      distances[at] = distances[child]
      this.rows[at] = this.rows[child]
      at = child
    }
    distances[at] = distance
    this.rows[at] = row
  }
}
