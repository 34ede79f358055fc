/**
 * Columns of numbers in a file of their own: a table of many columns takes a database longer to describe than to read.
 *
 * Groups of rows lie one after the other; within a group each field's numbers lie together, as 64-bit floats, little-endian, NaN
 * where missing.
 */
import { closeSync, openSync, writeSync } from 'node:fs'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'

/** What is in a file of numbers. */
export interface NumberFile {
  readonly path: string
  readonly rows: number
  /** In the order in which they lie in the file. */
  readonly fields: readonly number[]
  /** Rows of each group but the last. */
  readonly rowsPerGroup: number
}

const BYTES = Float64Array.BYTES_PER_ELEMENT
const VALUES_PER_GROUP = 1_000_000
const VALUES_PER_READ = 2_000_000

/** Rows of a group, for so many fields. */
export function rowsPerGroup(fields: number): number {
  return Math.max(1, Math.floor(VALUES_PER_GROUP / Math.max(1, fields)))
}

/** Writes a file of numbers row by row. */
export class NumberFileWriter {
  readonly #file: number
  readonly #fields: number
  readonly #perGroup: number
  readonly #group: Float64Array
  #row = 0

  constructor(path: string, fields: number) {
    this.#file = openSync(path, 'w')
    this.#fields = fields
    this.#perGroup = rowsPerGroup(fields)
    this.#group = new Float64Array(this.#perGroup * fields).fill(NaN)
  }

  /** The value of this row at a place among the fields; NaN unless one is put. */
  put(place: number, value: number): void {
    this.#group[place * this.#perGroup + this.#row] = value
  }

  endRow(): void {
    this.#row++
    if (this.#row === this.#perGroup) this.#flush()
  }

  close(): void {
    if (this.#row > 0) this.#flush()
    closeSync(this.#file)
  }

  #flush(): void {
    const rows = this.#row
    if (rows < this.#perGroup)
      for (let place = 1; place < this.#fields; place++)
        this.#group.copyWithin(place * rows, place * this.#perGroup, place * this.#perGroup + rows)
    const bytes = new Uint8Array(this.#group.buffer, 0, rows * this.#fields * BYTES)
    for (let at = 0; at < bytes.length;) at += writeSync(this.#file, bytes, at)
    this.#group.fill(NaN)
    this.#row = 0
  }
}

/** Some fields of a file of numbers, in the order asked for: `count` rows from row `from`, NaN where missing. */
export async function readNumberFile(
  file: NumberFile,
  fields: readonly number[],
  from = 0,
  count = file.rows,
): Promise<Float64Array<ArrayBuffer>[]> {
  const columns = fields.map(() => new Float64Array(count))
  const runs = runsOf(file, fields)
  const handle = await open(file.path, 'r')
  try {
    for (let first = 0; first < file.rows; first += file.rowsPerGroup) {
      const rows = Math.min(file.rowsPerGroup, file.rows - first)
      const [begin, end] = [Math.max(from, first), Math.min(from + count, first + rows)]
      if (begin >= end) continue
      for (const run of runs) {
        const values = await readValues(
          handle,
          first * file.fields.length + run.place * rows,
          run.columns.length * rows,
        )
        run.columns.forEach((column, index) => {
          const start = index * rows
          columns[column].set(values.subarray(start + begin - first, start + end - first), begin - from)
        })
      }
    }
    return columns
  } finally {
    await handle.close()
  }
}

/** Columns that lie side by side in the file, from a place on. */
interface Run {
  readonly place: number
  /** Their indices among the fields that are read. */
  readonly columns: number[]
}

const placesOf = new WeakMap<NumberFile, ReadonlyMap<number, number>>()

/** Where each field lies, worked out once for a file. */
function placesIn(file: NumberFile): ReadonlyMap<number, number> {
  const known = placesOf.get(file)
  if (known) return known
  const places = new Map(file.fields.map((field, place) => [field, place]))
  placesOf.set(file, places)
  return places
}

function runsOf(file: NumberFile, fields: readonly number[]): Run[] {
  const placeOf = placesIn(file)
  const wanted = fields.map((field, column) => ({ column, place: placeOf.get(field) ?? -1 }))
  const most = Math.max(1, Math.floor(VALUES_PER_READ / Math.min(file.rows, file.rowsPerGroup)))
  const runs: Run[] = []
  for (const { column, place } of wanted.sort((a, b) => a.place - b.place)) {
    const last = runs.at(-1)
    if (last && place === last.place + last.columns.length && last.columns.length < most) last.columns.push(column)
    else runs.push({ place, columns: [column] })
  }
  return runs
}

/** @throws Error where the file ends early */
async function readValues(handle: FileHandle, first: number, count: number): Promise<Float64Array> {
  const values = new Float64Array(count)
  const bytes = new Uint8Array(values.buffer)
  for (let at = 0; at < bytes.length;) {
    const { bytesRead } = await handle.read(bytes, at, bytes.length - at, first * BYTES + at)
    if (bytesRead === 0) throw new Error('a file of numbers ended early')
    at += bytesRead
  }
  return values
}
