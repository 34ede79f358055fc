import { NO_LEVEL, type PackedSpan } from '../../core/preprocessing/packedRows.ts'

/** Numbers that a loop copies sooner than a part of an array is made. */
const FEW = 128

function copyNumbers(values: Float32Array, start: number, count: number, into: Float32Array, at: number): void {
  if (count > FEW) into.set(values.subarray(start, start + count), at)
  else for (let i = 0; i < count; i++) into[at + i] = values[start + i]
}

/** Prepared features of all rows of a table: whole rows, or packed ones where `spans` are given. */
export class FeatureRows {
  /** `[rows, width]`, or `[rows, packed width]`. */
  readonly values: Float32Array
  /** Features of a row. */
  readonly width: number
  readonly rows: number
  /** How rows are packed; absent where they are whole. */
  readonly spans?: readonly PackedSpan[]
  readonly #stored: number

  constructor(
    values: Float32Array,
    width: number,
    packing?: { readonly rows: number; readonly spans: readonly PackedSpan[] },
  ) {
    this.values = values
    this.width = width
    this.rows = packing?.rows ?? values.length / width
    this.#stored = values.length / this.rows
    if (packing?.spans.some(({ isCode }) => isCode)) this.spans = packing.spans
  }

  /** Copies the features of a row to `at`. */
  copyRow(row: number, into: Float32Array, at: number): void {
    this.copySpan(row, { at: 0, width: this.width }, into, at)
  }

  /** Copies the features of a row that stand in a part of it to `at`; a column lies in it whole or not at all. */
  copySpan(row: number, part: { readonly at: number; readonly width: number }, into: Float32Array, at: number): void {
    const first = row * this.#stored
    if (!this.spans) {
      copyNumbers(this.values, first + part.at, part.width, into, at)
      return
    }
    const end = part.at + part.width
    for (const span of this.spans) {
      const from = Math.max(span.at, part.at)
      const count = Math.min(span.at + span.width, end) - from
      if (count <= 0) continue
      const to = at + from - part.at
      if (span.isCode) {
        into.fill(0, to, to + count)
        const code = this.values[first + span.from]
        if (code !== NO_LEVEL) into[to + code] = 1
      } else {
        copyNumbers(this.values, first + span.from + from - span.at, count, into, to)
      }
    }
  }

  /** All rows, whole. */
  whole(): Float32Array {
    if (!this.spans) return this.values
    const all = new Float32Array(this.rows * this.width)
    for (let row = 0; row < this.rows; row++) this.copyRow(row, all, row * this.width)
    return all
  }
}
