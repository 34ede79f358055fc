/** The cells of one row of a CSV: where each lies among its bytes, and its number where that was met on the way. */
import { EXACT_DIGITS, EXACT_POWERS } from './plainNumber.ts'

const MINUS = 45
const POINT = 46
const ZERO = 48
/** A token that may be met as a number. */
const NUMERIC = /^-?[\d.]+$/

/** How a row is written. */
export interface RowForm {
  /** Byte between cells. */
  readonly delimiter: number
  /** Cells that may mean "missing": such cells are not read as numbers here. */
  readonly missingTokens: readonly string[]
}

/** Filled cell by cell from left to right; `clear()` begins the next row. */
export class RowCells {
  /** Cells of the row so far. */
  count = 0
  /** First byte of each cell and the byte after its last, its quotes included, from the start of the row. */
  starts = new Int32Array(64)
  ends = new Int32Array(64)
  /** NaN for a cell that is not known to be a number: it may be one all the same. */
  numbers = new Float64Array(64)
  readonly #delimiter: number
  /** By first byte: whether a cell that begins with it is not read here; a token that looks like a number may. */
  readonly #isLeft = new Uint8Array(256)

  constructor({ delimiter, missingTokens }: RowForm) {
    this.#delimiter = delimiter
    // A file whose delimiter stands in numbers has none that could be read without its quotes.
    if (/[-\d.]/.test(String.fromCharCode(delimiter))) this.#isLeft.fill(1)
    for (const token of missingTokens) if (NUMERIC.test(token)) this.#isLeft[token.charCodeAt(0)] = 1
  }

  clear(): void {
    this.count = 0
  }

  add(start: number, end: number): void {
    if (this.count === this.starts.length) this.#grow()
    this.starts[this.count] = start
    this.ends[this.count] = end
    this.numbers[this.count] = NaN
    this.count++
  }

  /**
   * Adds the cells from `from` on that are short plain numbers (`-12.5`) with a delimiter behind them, up to the first that is anything
   * else, that may be a code (`007`) or that may mean "missing". Where that one begins.
   */
  addNumbers(bytes: Uint8Array, from: number, to: number, rowStart: number): number {
    const delimiter = this.#delimiter
    let start = from
    while (start < to) {
      if (this.count === this.starts.length) this.#grow()
      const first = bytes[start]
      if (this.#isLeft[first] === 1) return start
      let at = first === MINUS ? start + 1 : start
      let whole = 0
      let digits = 0
      let point = -1
      for (; at < to; at++) {
        const digit = bytes[at] - ZERO
        if (digit >= 0 && digit <= 9) {
          whole = whole * 10 + digit
          digits++
        } else if (digit === POINT - ZERO && point < 0) point = at
        else break
      }
      if (at >= to || bytes[at] !== delimiter || digits === 0 || digits > EXACT_DIGITS) return start
      // A code may begin with a nought.
      if (first === ZERO && at > start + 1 && point !== start + 1) return start
      const value = point < 0 ? whole : whole / EXACT_POWERS[at - point - 1]
      const { count } = this
      this.starts[count] = start - rowStart
      this.ends[count] = at - rowStart
      this.numbers[count] = first === MINUS ? -value : value
      this.count = count + 1
      start = at + 1
    }
    return start
  }

  #grow(): void {
    this.starts = larger(this.starts, new Int32Array(2 * this.count))
    this.ends = larger(this.ends, new Int32Array(2 * this.count))
    this.numbers = larger(this.numbers, new Float64Array(2 * this.count))
  }
}

function larger<Values extends Int32Array | Float64Array>(values: Values, into: Values): Values {
  into.set(values)
  return into
}
