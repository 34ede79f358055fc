/** Hashes of the rows of a table, column by column: equal rows have equal hashes, others nearly surely not (53 bits). */
export class RowHashes {
  readonly #high: Uint32Array
  readonly #low: Uint32Array

  constructor(rows: number) {
    this.#high = new Uint32Array(rows).fill(0x9e3779b9)
    this.#low = new Uint32Array(rows).fill(0x85ebca6b)
  }

  /** The next column of all rows; 0 and -0 are equal, and so are all NaN. */
  add(values: Float64Array): void {
    const bits = new Uint32Array(2)
    const number = new Float64Array(bits.buffer)
    const [high, low] = [this.#high, this.#low]
    for (let row = 0; row < values.length; row++) {
      const value = values[row]
      number[0] = value === 0 ? 0 : Number.isNaN(value) ? NaN : value
      low[row] = mixed(low[row] ^ bits[0], high[row])
      high[row] = mixed(high[row] ^ bits[1], low[row])
    }
  }

  /** Rows that equal an earlier one. */
  repeated(): number {
    const keys = new Float64Array(this.#low.length)
    for (let row = 0; row < keys.length; row++) keys[row] = (this.#high[row] >>> 11) * 2 ** 32 + this.#low[row]
    keys.sort()
    let repeated = 0
    for (let at = 1; at < keys.length; at++) if (keys[at] === keys[at - 1]) repeated++
    return repeated
  }
}

/** The finalizer of MurmurHash3, on a sum that depends on both words. */
function mixed(word: number, other: number): number {
  let bits = (word + Math.imul(other, 0x9e3779b1)) >>> 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}
