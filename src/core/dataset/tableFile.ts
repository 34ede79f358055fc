/**
 * The binary file a table travels in to the trainer, so that no row passes through JSON.
 *
 * Layout, little-endian: 8 bytes magic, 4 bytes header length, 4 bytes zero, header (JSON, UTF-8), padding to 8,
 * then each column's values at a multiple of 8: `Float64Array` for numbers, `Int32Array` for codes.
 * Offsets in the header count from the first byte of data.
 */
import { HoldoutError } from '../errors.ts'
import { joinArrays } from '../joinArrays.ts'
import { extent } from '../statistics/extent.ts'
import type { CategoryColumn, NumberColumn, Table, TableColumn } from './table.ts'

const MAGIC = 'HOLDOUT1'
const PREFIX_BYTES = 16
const ALIGNMENT = 8
const BYTES_A_STEP = 4 << 20

interface BlockHeader {
  readonly offset: number
}
type ColumnHeader = (BlockHeader & Omit<NumberColumn, 'values'>) | (BlockHeader & Omit<CategoryColumn, 'codes'>)

interface TableHeader {
  readonly rows: number
  readonly dataBytes: number
  readonly features: readonly ColumnHeader[]
  readonly target: ColumnHeader
  readonly groups?: BlockHeader
  readonly weights?: BlockHeader
  readonly time?: BlockHeader
  readonly series?: BlockHeader
  readonly parts?: BlockHeader
  readonly ids?: readonly ColumnHeader[]
  readonly source?: BlockHeader
}

interface Block {
  readonly offset: number
  readonly values: Float64Array | Int32Array
}

/** Gives every typed array its aligned place, in the order asked for. */
class Layout {
  readonly blocks: Block[] = []
  bytes = 0

  place(values: Float64Array | Int32Array): number {
    const offset = this.bytes
    this.blocks.push({ offset, values })
    this.bytes = alignUp(offset + values.byteLength)
    return offset
  }
}

/** A table as the bytes of a table file; {@link decodeTable} gives it back, bit for bit. */
export function encodeTable(table: Table): Uint8Array {
  return joinArrays(Uint8Array, [...tableFileParts(table)])
}

/** The bytes of a table file in parts of at most a few megabytes, which are views on the table's columns and no copies. */
export function tableFileParts(table: Table): Iterable<Uint8Array> {
  const layout = new Layout()
  const header: TableHeader = {
    rows: table.rows,
    features: table.features.map((column) => columnHeader(column, layout)),
    target: columnHeader(table.target, layout),
    ...(table.groups && { groups: { offset: layout.place(table.groups) } }),
    ...(table.weights && { weights: { offset: layout.place(table.weights) } }),
    ...(table.time && { time: { offset: layout.place(table.time) } }),
    ...(table.series && { series: { offset: layout.place(table.series) } }),
    ...(table.parts && { parts: { offset: layout.place(table.parts) } }),
    ...(table.ids && { ids: table.ids.map((column) => columnHeader(column, layout)) }),
    ...(table.source && { source: { offset: layout.place(table.source) } }),
    dataBytes: layout.bytes,
  }
  const text = new TextEncoder().encode(JSON.stringify(header))
  return { [Symbol.iterator]: () => partsOf(text, layout) }
}

/**
 * The table in the bytes of a table file. Columns are views on `bytes` where it is aligned to 8, else on a copy.
 * @throws HoldoutError `dataset/table-file` when the bytes are no table file or end early.
 */
export function decodeTable(bytes: Uint8Array): Table {
  const aligned = bytes.byteOffset % ALIGNMENT === 0 ? bytes : bytes.slice()
  const { header, dataStart } = readHeader(aligned)
  checkLength(header, dataStart, aligned.length)
  const { buffer, byteOffset } = aligned as Uint8Array<ArrayBuffer>
  return tableOf(header, new BlocksInMemory(header.rows, buffer, byteOffset + dataStart))
}

/** Fills `into` with the bytes of a table file from one on. */
export type ReadBytes = (into: Uint8Array, from: number) => void

/**
 * As {@link decodeTable}, of a file of so many bytes whose columns are read when they are first looked at.
 * @param mostHeld bytes of columns that are held together, unless one takes more: an earlier one is read again when it is looked at
 * @throws HoldoutError `dataset/table-file`, and what `read` throws, then or when a column is looked at
 */
export function tableOnDemand(bytes: number, read: ReadBytes, mostHeld = Infinity): Table {
  const first = (length: number): Uint8Array => {
    const part = new Uint8Array(Math.min(bytes, length))
    read(part, 0)
    return part
  }
  const { header, dataStart } = readHeader(first(endOfHeader(first(PREFIX_BYTES))))
  checkLength(header, dataStart, bytes)
  const readData: ReadBytes = (into, from) => {
    read(into, dataStart + from)
  }
  return tableOf(header, new BlocksOnDemand(header.rows, readData, mostHeld))
}

function tableOf(header: TableHeader, read: Blocks): Table {
  return {
    rows: header.rows,
    features: header.features.map((column) => read.column(column)),
    target: read.column(header.target),
    ...(header.groups && { groups: read.codes(header.groups.offset) }),
    ...(header.weights && { weights: read.numbers(header.weights.offset) }),
    ...(header.time && { time: read.numbers(header.time.offset) }),
    ...(header.series && { series: read.codes(header.series.offset) }),
    ...(header.parts && { parts: read.codes(header.parts.offset) }),
    ...(header.ids && { ids: header.ids.map((column) => read.column(column)) }),
    ...(header.source && { source: read.codes(header.source.offset) }),
  }
}

/** Arrays of numbers and codes, which lie at these offsets of the data. */
interface Blocks {
  column(header: ColumnHeader): TableColumn
  numbers(offset: number): Float64Array
  codes(offset: number): Int32Array
}

class BlocksInMemory implements Blocks {
  readonly #rows: number
  readonly #buffer: ArrayBuffer
  readonly #dataStart: number

  constructor(rows: number, buffer: ArrayBuffer, dataStart: number) {
    this.#rows = rows
    this.#buffer = buffer
    this.#dataStart = dataStart
  }

  column({ offset, ...column }: ColumnHeader): TableColumn {
    return column.kind === 'number'
      ? { ...column, values: this.numbers(offset) }
      : { ...column, codes: this.codes(offset) }
  }

  numbers(offset: number): Float64Array {
    return new Float64Array(this.#buffer, this.#dataStart + offset, this.#rows)
  }

  codes(offset: number): Int32Array {
    return new Int32Array(this.#buffer, this.#dataStart + offset, this.#rows)
  }
}

/** Fills `into` with the values or codes of a column from row `from` on. */
type ReadRows = (into: Float64Array | Int32Array, from: number) => void

/** Of columns that are not held. */
const unread = new WeakMap<TableColumn, ReadRows>()

/** Columns that were read, oldest first. */
class HeldColumns {
  readonly #most: number
  readonly #columns: { readonly bytes: number; readonly forget: () => void }[] = []
  #bytes = 0

  constructor(most: number) {
    this.#most = most
  }

  /** @param forget lets go of the column, once there are too many */
  add(bytes: number, forget: () => void): void {
    this.#columns.push({ bytes, forget })
    this.#bytes += bytes
    while (this.#bytes > this.#most && this.#columns.length > 1) {
      const oldest = this.#columns.shift()
      this.#bytes -= oldest?.bytes ?? 0
      oldest?.forget()
    }
  }
}

class BlocksOnDemand implements Blocks {
  readonly #rows: number
  readonly #read: ReadBytes
  readonly #held: HeldColumns

  constructor(rows: number, read: ReadBytes, mostHeld: number) {
    this.#rows = rows
    this.#read = read
    this.#held = new HeldColumns(mostHeld)
  }

  column({ offset, ...header }: ColumnHeader): TableColumn {
    if (header.kind === 'number') {
      const column = { ...header, values: new Float64Array() }
      return this.#onDemand(column, 'values', () => this.numbers(offset), offset)
    }
    return this.#onDemand({ ...header, codes: new Int32Array() }, 'codes', () => this.codes(offset), offset)
  }

  numbers(offset: number): Float64Array {
    return this.#filled(new Float64Array(this.#rows), offset)
  }

  codes(offset: number): Int32Array {
    return this.#filled(new Int32Array(this.#rows), offset)
  }

  #filled<Values extends Float64Array | Int32Array>(into: Values, offset: number, from = 0): Values {
    this.#read(bytesOf(into), offset + from * into.BYTES_PER_ELEMENT)
    return into
  }

  /** Puts what is read in place of a property when that is looked at, and for as long as it is held. */
  #onDemand<Key extends 'values' | 'codes', Values extends Float64Array | Int32Array>(
    column: TableColumn & Readonly<Record<Key, Values>>,
    key: Key,
    read: () => Values,
    offset: number,
  ): TableColumn {
    const forget = (): void => {
      unread.set(column, (into, from) => void this.#filled(into, offset, from))
      Object.defineProperty(column, key, { get, enumerable: true, configurable: true })
    }
    const get = (): Values => {
      const value = read()
      unread.delete(column)
      Object.defineProperty(column, key, { value, enumerable: true, configurable: true })
      this.#held.add(value.byteLength, forget)
      return value
    }
    forget()
    return column
  }
}

/** Rows that are read for a few of them; where they lie further apart the column is read. */
const MOST_ROWS_READ = 1 << 14
/** Rows that are read for each of many. */
const ROWS_READ_EACH = 4

/** Values or codes of a column in some rows. A column that is read on demand need not be read for rows that lie close together. */
export function valuesAt(column: TableColumn, rows: readonly number[]): readonly number[] {
  if (rows.length === 0) return []
  const [low, high] = extent(rows)
  const mostRead = Math.max(MOST_ROWS_READ, ROWS_READ_EACH * rows.length)
  if (isHeld(column) || high - low >= mostRead) {
    const values = column.kind === 'number' ? column.values : column.codes
    return rows.map((row) => values[row])
  }
  const values = valuesFrom(column, low, spaceFor(column, high - low + 1))
  return rows.map((row) => values[row - low])
}

/** Values or codes from row `from` on, as many as `space` has: a view on those in memory, else read into `space`. */
export function valuesFrom(column: TableColumn, from: number, space: Float64Array | Int32Array): typeof space {
  const read = unread.get(column)
  if (!read) return (column.kind === 'number' ? column.values : column.codes).subarray(from, from + space.length)
  read(space, from)
  return space
}

function spaceFor({ kind }: TableColumn, rows: number): Float64Array | Int32Array {
  return kind === 'number' ? new Float64Array(rows) : new Int32Array(rows)
}

/** Whether a column is in memory: one that is read on demand may not be. */
export function isHeld(column: TableColumn): boolean {
  return !unread.has(column)
}

/** Some rows of a table's features, from one on. */
export interface TablePart extends Pick<Table, 'rows' | 'features'> {
  readonly from: number
}

const PART_ROWS = 1 << 16

/**
 * The features of a table part by part: all rows at once where they are in memory, else a few megabytes that are read for this alone, and
 * are overwritten by the next part. For what needs all columns of a row: columns that are not held together would be read again for every
 * row.
 */
export function* partsOfTable({ rows, features }: Pick<Table, 'rows' | 'features'>): Generator<TablePart, void> {
  if (features.every(isHeld)) {
    yield { from: 0, rows, features }
    return
  }
  const spaces = features.map((column) => spaceFor(column, Math.min(rows, PART_ROWS)))
  for (let from = 0; from < rows; from += PART_ROWS) {
    const count = Math.min(PART_ROWS, rows - from)
    const part = features.map((column, i) => partOf(column, from, spaces[i].subarray(0, count)))
    yield { from, rows: count, features: part }
  }
}

/** A copy of the column by its properties would read all of it. */
function partOf(column: TableColumn, from: number, space: Float64Array | Int32Array): TableColumn {
  const { kind, name } = column
  const read = valuesFrom(column, from, space)
  if (kind === 'number') {
    return { kind, name, values: read as Float64Array, ...(column.dateParts && { dateParts: column.dateParts }) }
  }
  const { levels, isOrdered } = column
  return { kind, name, levels, codes: read as Int32Array, ...(isOrdered && { isOrdered }) }
}

function bytesOf({ buffer, byteOffset, byteLength }: Float64Array | Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}

function columnHeader(column: NumberColumn | CategoryColumn, layout: Layout): ColumnHeader {
  if (column.kind === 'number') {
    const { kind, name, dateParts } = column
    return { kind, name, ...(dateParts && { dateParts }), offset: layout.place(column.values) }
  }
  const { kind, name, levels, isOrdered } = column
  return { kind, name, levels, ...(isOrdered && { isOrdered }), offset: layout.place(column.codes) }
}

function* partsOf(header: Uint8Array, layout: Layout): Generator<Uint8Array> {
  const start = new Uint8Array(alignUp(PREFIX_BYTES + header.length))
  start.set(new TextEncoder().encode(MAGIC))
  new DataView(start.buffer).setUint32(MAGIC.length, header.length, true)
  start.set(header, PREFIX_BYTES)
  yield start
  for (const { values } of layout.blocks) {
    const block = bytesOf(values)
    for (let from = 0; from < block.length; from += BYTES_A_STEP) yield block.subarray(from, from + BYTES_A_STEP)
    if (block.length % ALIGNMENT > 0) yield new Uint8Array(alignUp(block.length) - block.length)
  }
}

function readHeader(bytes: Uint8Array): { header: TableHeader; dataStart: number } {
  const magic = new TextDecoder('latin1').decode(bytes.subarray(0, MAGIC.length))
  if (magic !== MAGIC || bytes.length < PREFIX_BYTES) throw broken(`expected it to begin with ${MAGIC}`)
  const end = endOfHeader(bytes)
  const dataStart = alignUp(end)
  if (end > bytes.length) throw broken(`its header ends at byte ${String(end)}, the file at ${String(bytes.length)}`)
  const header = parseHeader(new TextDecoder().decode(bytes.subarray(PREFIX_BYTES, end)))
  return { header, dataStart }
}

/** The byte after the header, by the first bytes of the file. */
function endOfHeader(bytes: Uint8Array): number {
  if (bytes.length < PREFIX_BYTES) return PREFIX_BYTES
  return PREFIX_BYTES + new DataView(bytes.buffer, bytes.byteOffset).getUint32(MAGIC.length, true)
}

function checkLength({ dataBytes }: TableHeader, dataStart: number, bytes: number): void {
  const expected = dataStart + dataBytes
  if (bytes < expected) throw broken(`expected ${String(expected)} bytes, received ${String(bytes)}`)
}

function parseHeader(text: string): TableHeader {
  try {
    return JSON.parse(text) as TableHeader
  } catch (cause) {
    throw broken('its header cannot be read', cause)
  }
}

function broken(what: string, cause?: unknown): HoldoutError {
  return new HoldoutError('dataset/table-file', `This is no complete table file: ${what}.`, {
    hint: 'Start the run again; the file is written anew.',
    ...(cause !== undefined && { cause }),
  })
}

function alignUp(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT
}
