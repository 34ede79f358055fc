/**
 * A table file of which columns are read when they are looked at, and some of them are held: a table may take more memory than there is to
 * spare, and much of what is asked of it needs few columns at a time.
 */
import { extent } from '../statistics/extent.ts'
import type { Table, TableColumn } from './table.ts'
import { bytesOf, checkLength, endOfHeader, PREFIX_BYTES, readHeader, tableOf } from './tableFile.ts'
import type { Blocks, ColumnHeader } from './tableFile.ts'

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
  const near = isHeld(column) ? undefined : nearRows(rows)
  const from = near?.from ?? 0
  const values = near ? valuesFrom(column, from, spaceFor(column, near.count)) : cellsIn(column)
  return rows.map((row) => values[row - from])
}

/** The rows that are read for some, where they lie close together. */
function nearRows(rows: readonly number[]): { readonly from: number; readonly count: number } | undefined {
  const [low, high] = extent(rows)
  const most = Math.max(MOST_ROWS_READ, ROWS_READ_EACH * rows.length)
  return high - low < most ? { from: low, count: high - low + 1 } : undefined
}

function cellsIn(column: TableColumn): Float64Array | Int32Array {
  return column.kind === 'number' ? column.values : column.codes
}

/** Values or codes from row `from` on, as many as `space` has: a view on those in memory, else read into `space`. */
export function valuesFrom(column: TableColumn, from: number, space: Float64Array | Int32Array): typeof space {
  const read = unread.get(column)
  if (!read) return cellsIn(column).subarray(from, from + space.length)
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
