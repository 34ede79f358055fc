/** Physical line of each row, kept only where the two stop running in step. */
export class LineMap {
  #rows: Float64Array = new Float64Array(16)
  #offsets: Float64Array = new Float64Array(16)
  #count = 0

  /** Notes that `row` (from 0, ascending) begins on `line` (from 1). */
  add(row: number, line: number): void {
    const offset = line - row
    if (this.#count > 0 && this.#offsets[this.#count - 1] === offset) return
    if (this.#count === this.#rows.length) {
      this.#rows = grow(this.#rows)
      this.#offsets = grow(this.#offsets)
    }
    this.#rows[this.#count] = row
    this.#offsets[this.#count] = offset
    this.#count++
  }

  /** The physical line on which a row begins. */
  lineOf(row: number): number {
    let low = 0
    let high = this.#count - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#rows[middle] <= row) low = middle
      else high = middle - 1
    }
    return row + (this.#offsets[low] ?? 1)
  }
}

function grow(values: Float64Array): Float64Array {
  const grown = new Float64Array(values.length * 2)
  grown.set(values)
  return grown
}
