/** Cells of a CSV that are read as what they are known to be: no type is guessed, and nothing is looked at twice. */
import { cellText } from '../../../core/csv/cellText.ts'
import type { ScannedRow } from '../../../core/csv/csvScanner.ts'
import { plainNumber } from '../../../core/csv/plainNumber.ts'
import { NotPlainRows } from './notPlainRows.ts'

/** A field of the file, and what its cells are read as. */
export interface ParsedField {
  readonly field: number
  readonly as: 'number' | 'category' | 'text'
  /** Cells without a value, beside empty ones. */
  readonly missing: readonly string[]
  /** Whether a cell may have none. */
  readonly mayBeMissing: boolean
}

/** Cells of some rows: NaN or code -1 where they are missing. Levels in the order in which the block has them. */
export type ParsedCells =
  | { readonly as: 'number'; readonly values: Float64Array<ArrayBuffer> }
  | { readonly as: 'category'; readonly codes: Int32Array<ArrayBuffer>; readonly levels: readonly string[] }
  | { readonly as: 'text'; readonly texts: readonly string[] }

/** Rows that follow one another, one entry of `cells` for each wanted field. */
export interface ParsedRows {
  readonly rows: number
  readonly cells: readonly ParsedCells[]
}

/** Gathers the cells of the wanted fields, `size` rows at a time. */
export class RowParser {
  readonly #size: number
  readonly #fields: Int32Array
  readonly #parsers: readonly CellParser[]
  readonly #onRows: (rows: ParsedRows) => void
  #row = 0

  constructor(
    fields: readonly ParsedField[],
    {
      size,
      quote,
      onRows,
    }: { readonly size: number; readonly quote: string; readonly onRows: (rows: ParsedRows) => void },
  ) {
    this.#size = size
    this.#onRows = onRows
    this.#fields = Int32Array.from(fields, ({ field }) => field)
    this.#parsers = fields.map((field) => newParser(field, size, quote))
  }

  /** Takes the next row. @throws NotPlainRows */
  add({ bytes, start, cells }: ScannedRow): void {
    const { starts, ends, numbers } = cells
    for (let place = 0; place < this.#fields.length; place++) {
      const field = this.#fields[place]
      const parser = this.#parsers[place]
      const number = numbers[field]
      // NaN, which no cell is that was met as a number, differs from itself.
      if (parser.values !== undefined && number === number) parser.values[this.#row] = number
      else parser.add(bytes, start + starts[field], start + ends[field], this.#row)
    }
    this.#row++
    if (this.#row === this.#size) this.flush()
  }

  /** Hands on the rows that were gathered. */
  flush(): void {
    if (this.#row === 0) return
    const rows = this.#row
    this.#row = 0
    this.#onRows({ rows, cells: this.#parsers.map((parser) => parser.take(rows)) })
  }
}

interface CellParser {
  /** Numbers by row; absent where cells are not read as numbers. */
  readonly values: Float64Array<ArrayBuffer> | undefined
  /** @throws NotPlainRows where the cell is no value of the column as it is known */
  add(bytes: Uint8Array, start: number, end: number, row: number): void
  take(rows: number): ParsedCells
}

function newParser(field: ParsedField, size: number, quote: string): CellParser {
  switch (field.as) {
    case 'number':
      return new NumberParser(field, size, quote)
    case 'category':
      return new CategoryParser(field, size, quote)
    case 'text':
      return new TextParser(quote)
  }
}

class NumberParser implements CellParser {
  readonly #field: ParsedField
  readonly #quote: string
  readonly #missing: ReadonlySet<string>
  readonly #size: number
  values: Float64Array<ArrayBuffer>

  constructor(field: ParsedField, size: number, quote: string) {
    this.#field = field
    this.#quote = quote
    this.#size = size
    this.#missing = new Set(['', ...field.missing])
    this.values = new Float64Array(size)
  }

  add(bytes: Uint8Array, start: number, end: number, row: number): void {
    const value = plainNumber(bytes, start, end)
    // Not a number, and infinite ones, differ from themselves by NaN.
    this.values[row] = value - value === 0 ? value : this.#odd(bytes, start, end)
  }

  take(rows: number): ParsedCells {
    const values = rows === this.#size ? this.values : this.values.slice(0, rows)
    this.values = new Float64Array(this.#size)
    return { as: 'number', values }
  }

  /** A cell in quotes or with blanks around it, or one without a value. */
  #odd(bytes: Uint8Array, start: number, end: number): number {
    const cell = textAt(bytes, start, end, this.#quote)
    if (this.#missing.has(cell)) {
      if (this.#field.mayBeMissing) return NaN
      throw new NotPlainRows()
    }
    const inside = Buffer.from(cell)
    const value = plainNumber(inside, 0, inside.length)
    if (Number.isFinite(value)) return value
    throw new NotPlainRows()
  }
}

class CategoryParser implements CellParser {
  readonly values = undefined
  readonly #quote: string
  readonly #missing: ReadonlySet<string>
  readonly #size: number
  #codes: Int32Array<ArrayBuffer>
  #seen = new Map<string, number>()

  constructor({ missing }: ParsedField, size: number, quote: string) {
    this.#quote = quote
    this.#size = size
    this.#missing = new Set(['', ...missing])
    this.#codes = new Int32Array(size)
  }

  add(bytes: Uint8Array, start: number, end: number, row: number): void {
    const cell = textAt(bytes, start, end, this.#quote)
    let code = this.#seen.get(cell)
    if (code === undefined) {
      code = this.#missing.has(cell) ? -1 : this.#seen.size
      if (code >= 0) this.#seen.set(cell, code)
    }
    this.#codes[row] = code
  }

  take(rows: number): ParsedCells {
    const codes = rows === this.#size ? this.#codes : this.#codes.slice(0, rows)
    const levels = [...this.#seen.keys()]
    this.#codes = new Int32Array(this.#size)
    this.#seen = new Map()
    return { as: 'category', codes, levels }
  }
}

class TextParser implements CellParser {
  readonly values = undefined
  readonly #quote: string
  #texts: string[] = []

  constructor(quote: string) {
    this.#quote = quote
  }

  add(bytes: Uint8Array, start: number, end: number): void {
    this.#texts.push(textAt(bytes, start, end, this.#quote).trim())
  }

  take(): ParsedCells {
    const texts = this.#texts
    this.#texts = []
    return { as: 'text', texts }
  }
}

/** What a cell says that lies among `bytes`. */
function textAt(bytes: Uint8Array, start: number, end: number, quote: string): string {
  return cellText(Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString(), quote)
}
