/**
 * The binary file a table travels in to the trainer, so that no row passes through JSON.
 *
 * Layout, little-endian: 8 bytes magic, 4 bytes header length, 4 bytes zero, header (JSON, UTF-8), padding to 8,
 * then each column's values at a multiple of 8: `Float64Array` for numbers, `Int32Array` for codes.
 * Offsets in the header count from the first byte of data.
 */
import { HoldoutError } from '../errors.ts'
import { joinArrays } from '../joinArrays.ts'
import type { CategoryColumn, NumberColumn, Table, TableColumn } from './table.ts'

const MAGIC = 'HOLDOUT1'
/** Magic, length of the header, zero. */
export const PREFIX_BYTES = 16
const ALIGNMENT = 8
const BYTES_A_STEP = 4 << 20

interface BlockHeader {
  readonly offset: number
}
/** A column without its cells, and where in the data they begin. */
export type ColumnHeader = (BlockHeader & Omit<NumberColumn, 'values'>) | (BlockHeader & Omit<CategoryColumn, 'codes'>)

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

/** The table that a header describes, its arrays as `read` gives them. */
export function tableOf(header: TableHeader, read: Blocks): Table {
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
export interface Blocks {
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

/** The bytes of an array, and no copy. */
export function bytesOf({ buffer, byteOffset, byteLength }: Float64Array | Int32Array): Uint8Array {
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

/** The header of a table file, and the byte at which its data begins. @throws HoldoutError `dataset/table-file` */
export function readHeader(bytes: Uint8Array): { header: TableHeader; dataStart: number } {
  const magic = new TextDecoder('latin1').decode(bytes.subarray(0, MAGIC.length))
  if (magic !== MAGIC || bytes.length < PREFIX_BYTES) throw broken(`expected it to begin with ${MAGIC}`)
  const end = endOfHeader(bytes)
  const dataStart = alignUp(end)
  if (end > bytes.length) throw broken(`its header ends at byte ${String(end)}, the file at ${String(bytes.length)}`)
  const header = parseHeader(new TextDecoder().decode(bytes.subarray(PREFIX_BYTES, end)))
  return { header, dataStart }
}

/** The byte after the header, by the first bytes of the file. */
export function endOfHeader(bytes: Uint8Array): number {
  if (bytes.length < PREFIX_BYTES) return PREFIX_BYTES
  return PREFIX_BYTES + new DataView(bytes.buffer, bytes.byteOffset).getUint32(MAGIC.length, true)
}

/** @param bytes of the whole file. @throws HoldoutError `dataset/table-file` where it ends early */
export function checkLength({ dataBytes }: TableHeader, dataStart: number, bytes: number): void {
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
