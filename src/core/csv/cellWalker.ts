/** Finds the cells of a CSV that a strict reader can read: every row has all fields, quotes inside quotes are doubled. */
const LF = 10

/** What the cells are given to. */
export interface CellVisitor {
  /** A cell with its quotes, if it has any: `bytes` from `start` to `end`, valid during the call. */
  cell(bytes: Uint8Array, start: number, end: number, field: number): void
  endRow(): void
}

export interface WalkedDialect {
  readonly delimiter: string
  /** The empty text: nothing is quoted. */
  readonly quote: string
  readonly newline: '\n' | '\r\n'
}

/** Feed it the bytes of the rows in chunks of any size, then `finish()`: it visits each cell once, in order. */
export class CellWalker {
  readonly #visitor: CellVisitor
  readonly #delimiter: number
  readonly #quote: number
  readonly #beforeNewline: number
  #kept: Uint8Array = new Uint8Array(0)
  #field = 0

  constructor({ delimiter, quote, newline }: WalkedDialect, visitor: CellVisitor) {
    this.#visitor = visitor
    this.#delimiter = delimiter.charCodeAt(0)
    this.#quote = quote === '' ? -1 : quote.charCodeAt(0)
    this.#beforeNewline = newline.length - 1
  }

  feed(chunk: Uint8Array): void {
    const bytes = this.#kept.length === 0 ? chunk : joined(this.#kept, chunk)
    this.#kept = bytes.slice(this.#walk(bytes))
  }

  finish(): void {
    const { length } = this.#kept
    if (length === 0 && this.#field === 0) return
    this.#visitor.cell(this.#kept, 0, length, this.#field)
    this.#visitor.endRow()
    this.#kept = new Uint8Array(0)
    this.#field = 0
  }

  /** Visits the cells that are whole; where the first one that is not begins. */
  #walk(bytes: Uint8Array): number {
    const { length } = bytes
    let start = 0
    for (;;) {
      let at = bytes[start] === this.#quote ? this.#afterQuotes(bytes, start + 1) : start
      while (at < length && bytes[at] !== this.#delimiter && bytes[at] !== LF) at++
      if (at >= length) return start
      if (bytes[at] === LF) {
        this.#visitor.cell(bytes, start, at - this.#beforeNewline, this.#field)
        this.#visitor.endRow()
        this.#field = 0
      } else {
        this.#visitor.cell(bytes, start, at, this.#field)
        this.#field++
      }
      start = at + 1
    }
  }

  /** Past the closing quote; past the end where it is not there yet, or may be the first of a doubled one. */
  #afterQuotes(bytes: Uint8Array, from: number): number {
    for (let at = from; at < bytes.length; at++) {
      if (bytes[at] !== this.#quote) continue
      if (at + 1 === bytes.length) break
      if (bytes[at + 1] !== this.#quote) return at + 1
      at++
    }
    return bytes.length
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}
