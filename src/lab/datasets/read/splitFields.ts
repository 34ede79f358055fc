import { closeSync, createReadStream, openSync, writeSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { cellText } from '../../../core/csv/cellText.ts'
import type { CellVisitor } from '../../../core/csv/cellWalker.ts'
import { CellWalker } from '../../../core/csv/cellWalker.ts'
import { plainNumber } from '../../../core/csv/plainNumber.ts'
import { throwIfStopped } from '../source/sourceFile.ts'
import { NumberFileWriter } from '../store/numberFile.ts'
import type { FieldPlan } from '../types/columnPlan.ts'
import type { CsvTable } from './csvTable.ts'

const CHUNK_BYTES = 256 * 1024
const FLUSH_BYTES = 64 * 1024
const LF = 10
/** From here on two whole numbers may have become one. */
const TOO_BIG = 2 ** 53

/** Some fields of a CSV, and the CSV of their own that they are written to. */
export interface FieldPart {
  readonly path: string
  readonly fields: readonly Pick<FieldPlan, 'field'>[]
}

export interface SplitRequest {
  readonly csv: CsvTable
  /** Fields that seem to be plain numbers, and the file that they are written to (`NumberFile`). */
  readonly numbers: readonly FieldPlan[]
  readonly numberPath: string
  /** Fields that are written to CSVs of their own, cell by cell as they are. */
  readonly parts: readonly FieldPart[]
  readonly signal?: AbortSignal
}

/** What a pass over the cells found. */
export interface SplitFields {
  readonly rows: number
  /** Of each field of `numbers`, its cells that are numbers; `undefined` where some cell is neither a number nor missing. */
  readonly counts: readonly (number | undefined)[]
}

/** Parts the columns of a CSV of many columns in one pass. @throws HoldoutError `stopped/import` */
export async function splitFields(request: SplitRequest): Promise<SplitFields> {
  const splitter = new FieldSplitter(request)
  try {
    const walker = new CellWalker(request.csv, splitter)
    const stream = createReadStream(request.csv.path, { start: request.csv.bodyStart, highWaterMark: CHUNK_BYTES })
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      walker.feed(chunk)
      throwIfStopped(request.signal)
      await nextTurn()
    }
    walker.finish()
    return splitter.found()
  } finally {
    splitter.close()
  }
}

class FieldSplitter implements CellVisitor {
  readonly #numbers: readonly FieldPlan[]
  /** By field: its place among the numbers, or -1. */
  readonly #place: Int32Array
  /** By field: the part it is written to. */
  readonly #part: (PartWriter | undefined)[]
  readonly #parts: readonly PartWriter[]
  readonly #writer: NumberFileWriter | undefined
  readonly #counts: Float64Array
  readonly #isNoNumber: Uint8Array
  readonly #quote: string
  #rows = 0

  constructor({ csv, numbers, numberPath, parts }: SplitRequest) {
    this.#numbers = numbers
    this.#quote = csv.quote
    this.#place = new Int32Array(csv.fields).fill(-1)
    numbers.forEach(({ field }, place) => (this.#place[field] = place))
    this.#counts = new Float64Array(numbers.length)
    this.#isNoNumber = new Uint8Array(numbers.length)
    this.#writer = numbers.length > 0 ? new NumberFileWriter(numberPath, numbers.length) : undefined
    this.#parts = parts.map(({ path }) => new PartWriter(path, csv.delimiter))
    this.#part = new Array<PartWriter | undefined>(csv.fields).fill(undefined)
    parts.forEach(({ fields }, index) => fields.forEach(({ field }) => (this.#part[field] = this.#parts[index])))
  }

  cell(bytes: Uint8Array, start: number, end: number, field: number): void {
    const place = this.#place[field]
    if (place >= 0) this.#number(bytes, start, end, place)
    else this.#part[field]?.add(bytes, start, end)
  }

  endRow(): void {
    this.#rows++
    this.#writer?.endRow()
    for (const part of this.#parts) part.endRow()
  }

  found(): SplitFields {
    const counts = this.#numbers.map((_, place) => (this.#isNoNumber[place] === 1 ? undefined : this.#counts[place]))
    return { rows: this.#rows, counts }
  }

  close(): void {
    this.#writer?.close()
    for (const part of this.#parts) part.close()
  }

  #number(bytes: Uint8Array, start: number, end: number, place: number): void {
    if (this.#isNoNumber[place] === 1) return
    const value = plainNumber(bytes, start, end)
    // Not finite, or too big, or no number as it stands.
    if (value > -TOO_BIG && value < TOO_BIG) {
      this.#counts[place]++
      this.#writer?.put(place, value)
    } else if (start !== end) this.#oddNumber(bytes, start, end, place)
  }

  /** A cell in quotes or with blanks around it, or a token for missing. */
  #oddNumber(bytes: Uint8Array, start: number, end: number, place: number): void {
    const cell = cellText(Buffer.from(bytes.subarray(start, end)).toString(), this.#quote)
    const inside = Buffer.from(cell)
    const value = plainNumber(inside, 0, inside.length)
    if (value > -TOO_BIG && value < TOO_BIG) {
      this.#counts[place]++
      this.#writer?.put(place, value)
    } else if (cell !== '' && !this.#numbers[place].valueTokens.includes(cell)) this.#isNoNumber[place] = 1
  }
}

/** Writes some fields of each row as a CSV, with one more that means nothing: a row is then never a blank line. */
class PartWriter {
  readonly #file: number
  readonly #delimiter: number
  #bytes: Uint8Array = new Uint8Array(FLUSH_BYTES)
  #length = 0

  constructor(path: string, delimiter: string) {
    this.#file = openSync(path, 'w')
    this.#delimiter = delimiter.charCodeAt(0)
  }

  add(bytes: Uint8Array, start: number, end: number): void {
    this.#reserve(end - start + 2)
    for (let at = start; at < end; at++) this.#bytes[this.#length++] = bytes[at]
    this.#bytes[this.#length++] = this.#delimiter
  }

  endRow(): void {
    this.#bytes[this.#length++] = LF
    if (this.#length >= FLUSH_BYTES) this.#flush()
  }

  close(): void {
    this.#flush()
    closeSync(this.#file)
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return
    const larger = new Uint8Array(2 * (this.#length + more))
    larger.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = larger
  }

  #flush(): void {
    for (let at = 0; at < this.#length;) at += writeSync(this.#file, this.#bytes, at, this.#length - at)
    this.#length = 0
  }
}
