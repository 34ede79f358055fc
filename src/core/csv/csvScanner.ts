/**
 * The one place that decides where rows and fields of a CSV file begin and end.
 *
 * It is fed UTF-8 bytes in chunks and keeps counts, never cells: rows, physical lines, padded and missing cells per
 * column, skipped lines, rows that do not fit. Given a sink, it writes the rows that fit in one plain form (every row
 * ended by `\n`, quotes only where the rules want them), which any strict reader reads the same way.
 */
import type { CsvDialect } from './csvDialect.ts'
import { shortenCell } from './cellSample.ts'
import { CellWalker } from './cellWalker.ts'
import { JudgedCells, SAMPLES, type Tally } from './judgedCells.ts'
import { LineMap } from './lineMap.ts'
import { serializeRow, splitRow } from './plainRow.ts'
import { RowCells } from './rowCells.ts'
import { holdsAt } from './tokenTable.ts'

const KEPT_REJECTS = 1000
const FEWEST_PREVIEWED = 5
const LF = 10
const CR = 13
const SPACE = 32
const TAB = 9
const HASH = 35
const NUL = 0

/** A row that does not fit, by physical line. */
export interface RejectedRow {
  readonly line: number
  readonly kind: 'fields' | 'quote' | 'openQuote'
  readonly fields: number
  readonly expected: number
  readonly text: string
}

/** A row that fits. */
export interface ScannedRow {
  readonly bytes: Uint8Array
  /** Where the row begins among the bytes. */
  readonly start: number
  readonly cells: RowCells
}

export interface ScanOptions {
  readonly dialect: CsvDialect
  /** Number of fields of a row; unknown: as many as the first row has. */
  readonly fields?: number
  /** Cells that may mean "missing"; they are counted per column. */
  readonly missingTokens: readonly string[]
  /** Before the first row: lines that begin with `#` and have so many fields are rows. */
  readonly hashFields?: number
  /** The column that the header does not name; it gets an empty name. */
  readonly unnamed?: 'first' | 'last'
  /** Skip a first line `sep=…`. */
  readonly hasSepLine?: boolean
  /** Takes the plain form; the bytes are only valid during the call. */
  readonly sink?: (bytes: Uint8Array) => void
  /** Takes the rows of the plain form cell by cell; what it is given is only valid during the call. */
  readonly onRow?: (row: ScannedRow) => void
  /** How many of the first rows to keep as text; fewer, but five, when they hold more cells than `previewCells`. */
  readonly previewRows?: number
  readonly previewCells?: number
}

const FIELD_START = 0
const UNQUOTED = 1
const QUOTED = 2
const AFTER_QUOTE = 3
const HASH_LINE = 4
const NEWLINE = new Uint8Array([LF])

/** See the module's comment. Feed chunks, then `finish()`, then read the counts. */
export class CsvScanner {
  rows = 0
  /** Names in the header, if the dialect has one and it was reached. */
  header: readonly string[] | undefined
  headerLine = 0
  /** Bytes from the start of the input to the first row. */
  bodyStart = 0
  /** Physical line of the first row minus one. */
  bodyStartLine = 0
  fields: number
  longestRow = 0
  quotedNewlines = 0
  rejectedCount = 0
  hasNul = false
  /** Whether a strict reader that skips `bodyStartLine` lines reads the very same rows from the input itself. */
  isPlain = true
  readonly rejected: RejectedRow[] = []
  /** Physical lines of all rows that do not fit. */
  readonly rejectedLines: number[] = []
  readonly blankLines: Tally = { count: 0, samples: [] }
  readonly commentLines: Tally = { count: 0, samples: [] }
  /** Rows that repeat the header word by word. */
  readonly headerLines: Tally = { count: 0, samples: [] }
  readonly lines = new LineMap()
  /** The first rows, cell by cell as in the file. */
  readonly preview: (readonly string[])[] = []
  readonly #options: ScanOptions
  readonly #previewRows: number
  readonly #previewCells: number
  readonly #delimiter: number
  readonly #quote: number
  readonly #escape: number
  readonly #stops = new Uint8Array(256)
  readonly #judged: JudgedCells
  /** Of the row that is read, where rows are taken. */
  readonly #row: RowCells | undefined
  #headerBytes: Uint8Array | undefined
  #buffer: Uint8Array = new Uint8Array(1 << 12)
  #end = 0
  /** Input bytes before `#buffer[0]`. */
  #base = 0
  #rowStart = 0
  #fieldStart = 0
  #at = 0
  #mode = FIELD_START
  #column = 0
  #contentStart = 0
  #contentEnd = 0
  #line = 1
  #rowLine = 1
  #quoteLine = 0
  #isOdd = false
  #isBroken = false
  #wasQuoted = false
  #isSepLine: boolean
  #spanStart = -1
  #newline = 0

  constructor(options: ScanOptions) {
    this.#options = options
    this.fields = options.fields ?? 0
    this.#previewRows = options.previewRows ?? 0
    this.#previewCells = options.previewCells ?? Infinity
    this.#delimiter = options.dialect.delimiter.charCodeAt(0)
    this.#quote = options.dialect.quote === '' ? -1 : options.dialect.quote.charCodeAt(0)
    this.#escape = options.dialect.escape === '' ? -1 : options.dialect.escape.charCodeAt(0)
    for (const stop of [this.#delimiter, LF, CR, NUL]) this.#stops[stop] = 1
    if (this.#quote >= 0) this.#stops[this.#quote] = 1
    this.#judged = new JudgedCells(options.missingTokens)
    this.#isSepLine = options.hasSepLine ?? false
    this.#row = options.onRow && this.#newRow()
  }

  /** Takes the next bytes of the file, in any cut. */
  feed(chunk: Uint8Array): void {
    this.#append(chunk)
    this.#scan(false)
    this.#flushSpan()
  }

  /** Ends the file: the last row need not have a newline. */
  finish(): void {
    this.#scan(true)
    if (this.#mode === QUOTED) this.#rejectOpenQuote()
    else if (this.#at > this.#rowStart || this.#column > 0) this.#endLastRow()
    this.#flushSpan()
  }

  /** How the first row ends; the plain form always ends rows by a line feed alone. */
  get newline(): '\n' | '\r\n' {
    return this.#newline === 2 ? '\r\n' : '\n'
  }

  /** See {@link ScanOptions.unnamed}. */
  get unnamed(): 'first' | 'last' | undefined {
    return this.#options.unnamed
  }

  /** Cells of a column that hold this token (not counting rows left out). */
  missing(column: number, token: string): Tally | undefined {
    return this.#judged.missing(column, token)
  }

  /** Cells of a column with blanks around the value. */
  padded(column: number): Tally | undefined {
    return this.#judged.padded(column)
  }

  /** See {@link JudgedCells.mayHaveCodes}. */
  mayHaveCodes(column: number): boolean {
    return this.#judged.mayHaveCodes(column)
  }

  #append(chunk: Uint8Array): void {
    const kept = this.#end - this.#rowStart
    const needed = kept + chunk.length
    const target =
      needed > this.#buffer.length ? new Uint8Array(Math.max(needed, 2 * this.#buffer.length)) : this.#buffer
    if (target === this.#buffer) target.copyWithin(0, this.#rowStart, this.#end)
    else target.set(this.#buffer.subarray(this.#rowStart, this.#end))
    target.set(chunk, kept)
    this.#shift(this.#rowStart)
    this.#buffer = target
    this.#end = needed
  }

  #shift(by: number): void {
    this.#base += by
    this.#rowStart -= by
    this.#fieldStart -= by
    this.#contentStart -= by
    this.#contentEnd -= by
    this.#at -= by
  }

  #scan(isLast: boolean): void {
    const end = this.#end
    while (this.#at < end) {
      const before = this.#at
      const mode = this.#mode
      if (mode === UNQUOTED) this.#scanUnquoted(isLast)
      else if (mode === FIELD_START) this.#startField()
      else if (mode === QUOTED) this.#scanQuoted(isLast)
      else if (mode === AFTER_QUOTE) this.#scanAfterQuote(isLast)
      else this.#scanHashLine(isLast)
      if (this.#at === before && this.#mode === mode) return
    }
  }

  #newRow(): RowCells {
    return new RowCells({ delimiter: this.#delimiter, missingTokens: this.#options.missingTokens })
  }

  /** Passes the cells that are plain numbers: of them there is nothing to judge. */
  #passNumbers(row: RowCells): void {
    this.#at = row.addNumbers(this.#buffer, this.#at, this.#end, this.#rowStart)
    this.#column = row.count
  }

  #startField(): void {
    if (this.#row && !this.#isSepLine) {
      this.#passNumbers(this.#row)
      if (this.#at >= this.#end) return
    }
    const first = this.#buffer[this.#at]
    this.#fieldStart = this.#contentStart = this.#at
    this.#wasQuoted = false
    if (this.#isSepLine || (first === HASH && this.#at === this.#rowStart)) {
      this.#mode = HASH_LINE
    } else if (first === this.#quote) {
      this.#openQuote()
    } else {
      this.#mode = UNQUOTED
    }
  }

  #openQuote(): void {
    this.#at++
    this.#contentStart = this.#at
    this.#quoteLine = this.#line
    this.#wasQuoted = true
    this.#mode = QUOTED
  }

  #scanUnquoted(isLast: boolean): void {
    const buffer = this.#buffer
    const stops = this.#stops
    const end = this.#end
    let at = this.#at
    while (at < end && stops[buffer[at]] === 0) at++
    this.#at = at
    if (at === end) return
    const stop = buffer[at]
    if (stop === this.#delimiter) {
      this.#endField(at)
      this.#row?.add(this.#fieldStart - this.#rowStart, at - this.#rowStart)
      this.#at = at + 1
      this.#column++
      this.#mode = FIELD_START
    } else if (stop === LF || stop === CR) {
      this.#endRowAt(at, stop, isLast)
    } else if (stop === NUL) {
      this.hasNul = true
      this.#at++
    } else {
      this.#quoteInsideField(at)
    }
  }

  #quoteInsideField(at: number): void {
    this.#isOdd = true
    if (!this.#wasQuoted && isBlank(this.#buffer, this.#fieldStart, at)) this.#openQuote()
    else this.#at++
  }

  #scanQuoted(isLast: boolean): void {
    const buffer = this.#buffer
    const end = this.#end
    const quote = this.#quote
    const escape = this.#escape
    let at = this.#at
    while (at < end) {
      const byte = buffer[at]
      if (byte === escape && escape !== quote) {
        if (at + 1 >= end && !isLast) break
        this.#isOdd = true
        at += 2
      } else if (byte === quote) {
        if (at + 1 >= end && !isLast) break
        if (escape === quote && at + 1 < end && buffer[at + 1] === quote) {
          at += 2
        } else {
          this.#contentEnd = at
          this.#mode = AFTER_QUOTE
          at++
          break
        }
      } else {
        if (byte === CR && at + 1 >= end && !isLast) break
        if (byte === LF || (byte === CR && (at + 1 >= end || buffer[at + 1] !== LF))) this.#countQuotedNewline()
        if (byte === NUL) this.hasNul = true
        at++
      }
    }
    this.#at = Math.min(at, end)
  }

  #countQuotedNewline(): void {
    this.#line++
    this.quotedNewlines++
  }

  #scanAfterQuote(isLast: boolean): void {
    const byte = this.#buffer[this.#at]
    if (byte === this.#delimiter) {
      this.#endQuotedField()
      this.#row?.add(this.#fieldStart - this.#rowStart, this.#at - this.#rowStart)
      this.#at++
      this.#column++
      this.#mode = FIELD_START
    } else if (byte === LF || byte === CR) {
      this.#endRowAt(this.#at, byte, isLast)
    } else if (byte === SPACE || byte === TAB) {
      this.#isOdd = true
      this.#at++
    } else {
      this.#isBroken = true
      this.#mode = UNQUOTED
    }
  }

  /** A line that begins with `#` is a comment unless it has as many fields as a row. */
  #scanHashLine(isLast: boolean): void {
    let at = this.#at
    while (at < this.#end && this.#buffer[at] !== LF && this.#buffer[at] !== CR) at++
    this.#at = at
    if (at === this.#end && !isLast) return
    if (this.#isSepLine || !this.#hashLineIsRow(at)) {
      const newline = at < this.#end ? this.#newlineLength(at, isLast) : 0
      if (newline < 0) return
      this.#skipLine(this.#isSepLine ? undefined : this.commentLines, at, newline)
      this.#isSepLine = false
    } else {
      this.#at = this.#rowStart
      this.#mode = UNQUOTED
    }
  }

  #hashLineIsRow(lineEnd: number): boolean {
    const fields = this.fields === 0 ? (this.#options.hashFields ?? 0) : this.fields
    return fields > 1 && this.#fieldsUntil(lineEnd) === fields
  }

  /** Fields of a line, delimiters inside quotes apart. */
  #fieldsUntil(lineEnd: number): number {
    let fields = 1
    let isQuoted = false
    for (let at = this.#rowStart; at < lineEnd; at++) {
      if (this.#buffer[at] === this.#quote) isQuoted = !isQuoted
      else if (!isQuoted && this.#buffer[at] === this.#delimiter) fields++
    }
    return fields
  }

  /** Bytes of the newline at `at`; -1 when a carriage return ends the chunk and more must be seen. */
  #newlineLength(at: number, isLast: boolean): number {
    if (this.#buffer[at] === LF) return 1
    if (at + 1 >= this.#end) return isLast ? 1 : -1
    return this.#buffer[at + 1] === LF ? 2 : 1
  }

  #endRowAt(at: number, stop: number, isLast: boolean): void {
    const newline = this.#newlineLength(at, isLast)
    if (newline < 0) return
    if (this.#mode === AFTER_QUOTE) this.#endQuotedField()
    else this.#endField(at)
    this.#row?.add(this.#fieldStart - this.#rowStart, at - this.#rowStart)
    this.#judgeNewline(stop, newline)
    this.#endRow(at, newline)
  }

  #judgeNewline(stop: number, newline: number): void {
    const style = stop === LF ? 1 : newline === 2 ? 2 : 3
    if (this.#newline === 0) this.#newline = style
    if (style === 3 || style !== this.#newline) this.isPlain = false
  }

  #endLastRow(): void {
    if (this.#mode === AFTER_QUOTE) this.#endQuotedField()
    else if (this.#mode !== HASH_LINE) {
      if (this.#mode === FIELD_START) {
        // The cell before it may have been quoted: this one is empty.
        this.#fieldStart = this.#contentStart = this.#at
        this.#wasQuoted = false
      }
      this.#endField(this.#at)
    }
    this.#row?.add(this.#fieldStart - this.#rowStart, this.#at - this.#rowStart)
    if (this.#mode === HASH_LINE) this.#skipLine(this.commentLines, this.#at, 0)
    else this.#endRow(this.#at, 0)
  }

  #endQuotedField(): void {
    if (this.#isBroken) return
    this.#judged.judge(this.#buffer, this.#column, this.#contentStart, this.#contentEnd)
  }

  #endField(at: number): void {
    if (this.#wasQuoted) this.#isBroken = true
    else this.#judged.judge(this.#buffer, this.#column, this.#fieldStart, at)
  }

  #endRow(at: number, newline: number): void {
    const isBlankLine = this.#column === 0 && !this.#wasQuoted && isBlank(this.#buffer, this.#rowStart, at)
    if (isBlankLine) {
      if (at > this.#rowStart || newline > 0) this.#skipLine(this.blankLines, at, newline)
      return
    }
    const found = this.#column + 1
    if (this.#options.dialect.hasHeader && !this.header) this.#takeHeader(at, found)
    else if (this.#repeatsHeader(at)) {
      this.#skipLine(this.headerLines, at, newline)
      return
    } else this.#judgeRow(at, newline, found)
    this.#nextRow(at + newline)
  }

  #takeHeader(at: number, found: number): void {
    const names = this.#cells(at)
    const { unnamed } = this.#options
    this.header = unnamed === undefined ? names : unnamed === 'first' ? ['', ...names] : [...names, '']
    // A header of nothing but numbers may be met again as a row of data.
    if (this.header.some((cell) => /[^\d\s.,+-]/.test(cell))) this.#headerBytes = this.#buffer.slice(this.#rowStart, at)
    this.headerLine = this.#rowLine
    if (this.fields === 0) this.fields = unnamed === undefined ? found : found + 1
    if (this.#line !== this.#rowLine) this.isPlain = false
  }

  #repeatsHeader(at: number): boolean {
    const header = this.#headerBytes
    if (header?.length !== at - this.#rowStart) return false
    return holdsAt(this.#buffer, this.#rowStart, header)
  }

  #judgeRow(at: number, newline: number, found: number): void {
    if (this.fields === 0) this.fields = found
    if (this.#isBroken) this.#reject('quote', at, found)
    else if (found !== this.fields) this.#reject('fields', at, found)
    else this.#keepRow(at, newline)
  }

  #keepRow(at: number, newline: number): void {
    if (this.rows === 0) {
      this.bodyStart = this.#base + this.#rowStart
      this.bodyStartLine = this.#rowLine - 1
    }
    this.lines.add(this.rows, this.#rowLine)
    this.rows++
    this.longestRow = Math.max(this.longestRow, at - this.#rowStart)
    this.#judged.keep(this.#rowLine)
    if (this.#isOdd) this.isPlain = false
    if (this.#options.sink) this.#emitRow(at, newline)
    if (this.#row) this.#handOn(this.#row, at)
    if (this.#isPreviewed()) this.preview.push(this.#cells(at))
  }

  #isPreviewed(): boolean {
    if (this.preview.length >= this.#previewRows) return false
    return this.preview.length < FEWEST_PREVIEWED || this.preview.length * this.fields < this.#previewCells
  }

  #emitRow(at: number, newline: number): void {
    const isVerbatim = !this.#isOdd && newline === 1 && this.#buffer[at] === LF
    if (isVerbatim) {
      if (this.#spanStart < 0) this.#spanStart = this.#rowStart
      return
    }
    this.#flushSpan()
    const plain = this.#isOdd
      ? encode(serializeRow(this.#cells(at), this.#options.dialect))
      : this.#buffer.subarray(this.#rowStart, at)
    this.#options.sink?.(plain)
    this.#options.sink?.(NEWLINE)
  }

  #handOn(row: RowCells, at: number): void {
    const { onRow } = this.#options
    if (this.#isOdd) this.#handOnOdd(encode(`${serializeRow(this.#cells(at), this.#options.dialect)}\n`))
    else onRow?.({ bytes: this.#buffer, start: this.#rowStart, cells: row })
  }

  /** A row in its plain form: its cells lie elsewhere than where they were met. */
  #handOnOdd(bytes: Uint8Array): void {
    const cells = this.#newRow()
    const { delimiter, quote } = this.#options.dialect
    const walker = new CellWalker(
      { delimiter, quote, newline: '\n' },
      {
        cell: (_, start, end) => cells.add(start, end),
        endRow: () => this.#options.onRow?.({ bytes, start: 0, cells }),
      },
    )
    walker.feed(bytes)
  }

  #flushSpan(): void {
    if (this.#spanStart < 0) return
    this.#options.sink?.(this.#buffer.subarray(this.#spanStart, this.#rowStart))
    this.#spanStart = -1
  }

  #reject(kind: RejectedRow['kind'], at: number, found: number): void {
    this.#flushSpan()
    this.isPlain = false
    this.rejectedCount++
    this.rejectedLines.push(this.#rowLine)
    if (this.rejected.length >= KEPT_REJECTS) return
    const text = decode(this.#buffer.subarray(this.#rowStart, Math.min(at, this.#rowStart + 800)))
    const line = kind === 'fields' ? this.#rowLine : this.#quoteLine
    this.rejected.push({ line, kind, fields: found, expected: this.fields, text: shortenCell(text) })
  }

  #rejectOpenQuote(): void {
    this.#reject('openQuote', this.#end, this.#column + 1)
    this.#nextRow(this.#end)
  }

  #skipLine(tally: Tally | undefined, at: number, newline: number): void {
    this.#flushSpan()
    if (newline > 0) this.#judgeNewline(this.#buffer[at], newline)
    if (this.rows > 0) this.isPlain = false
    if (tally) {
      tally.count++
      const cell = shortenCell(decode(this.#buffer.subarray(this.#rowStart, Math.min(at, this.#rowStart + 800))))
      if (tally.samples.length < SAMPLES) tally.samples.push({ line: this.#rowLine, cell })
    }
    this.#nextRow(at + newline)
  }

  #nextRow(start: number): void {
    if (start > this.#end) start = this.#end
    this.#rowStart = this.#at = this.#fieldStart = start
    this.#line++
    this.#rowLine = this.#line
    this.#column = 0
    this.#row?.clear()
    this.#mode = FIELD_START
    this.#isOdd = this.#isBroken = this.#wasQuoted = false
    this.#judged.forget()
  }

  /** The cells of the row that ends at `at`: for headers, previews and odd rows only. */
  #cells(at: number): string[] {
    return splitRow(decode(this.#buffer.subarray(this.#rowStart, at)), this.#options.dialect)
  }
}

function isBlank(buffer: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (buffer[at] !== SPACE && buffer[at] !== TAB) return false
  return true
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
