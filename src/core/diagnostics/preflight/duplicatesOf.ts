import { sortByValue } from '../../dataset/sortByValue.ts'
import type { TableColumn } from '../../dataset/table.ts'

/** Rows that equal an earlier one, in order, each with the first of its kind. */
export interface Duplicates {
  readonly rows: readonly number[]
  readonly first: ReadonlyMap<number, number>
}

/** Rows that equal an earlier one in all of these columns; missing equals missing. */
export function duplicatesOf(columns: readonly TableColumn[], rows: number): Duplicates {
  const hashes = hashRows(columns, rows)
  const sorted = sortByValue(hashes)
  const found: [row: number, first: number][] = []
  for (let from = 0; from < rows;) {
    let to = from + 1
    while (to < rows && sorted.values[to] === sorted.values[from]) to++
    if (to > from + 1) found.push(...equalRows(columns, sorted.rows.subarray(from, to)))
    from = to
  }
  found.sort(([a], [b]) => a - b)
  return { rows: found.map(([row]) => row), first: new Map(found) }
}

/** Among rows of the same hash, those that do equal an earlier one. */
function equalRows(columns: readonly TableColumn[], rows: Uint32Array): [row: number, first: number][] {
  const firsts: number[] = []
  const found: [number, number][] = []
  for (const row of rows) {
    const first = firsts.find((other) => columns.every((column) => isEqual(column, row, other)))
    if (first === undefined) firsts.push(row)
    else found.push([row, first])
  }
  return found
}

function isEqual(column: TableColumn, a: number, b: number): boolean {
  if (column.kind === 'category') return column.codes[a] === column.codes[b]
  return column.values[a] === column.values[b] || (Number.isNaN(column.values[a]) && Number.isNaN(column.values[b]))
}

/** 32-bit FNV-1a over the bits of each row's cells. */
function hashRows(columns: readonly TableColumn[], rows: number): Float64Array {
  const hashes = new Float64Array(rows).fill(0x811c9dc5)
  for (const column of columns) {
    if (column.kind === 'category') column.codes.forEach((code, row) => (hashes[row] = mix(hashes[row], code)))
    else hashNumbers(hashes, column.values)
  }
  return hashes
}

function hashNumbers(hashes: Float64Array, values: Float64Array): void {
  const value = new Float64Array(1)
  const words = new Uint32Array(value.buffer)
  for (let row = 0; row < values.length; row++) {
    // Adding zero makes -0 equal to 0; a NaN may have any bits.
    value[0] = Number.isNaN(values[row]) ? 0.5 : values[row] + 0
    hashes[row] = mix(mix(hashes[row], words[0]), words[1])
  }
}

function mix(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word, 0x01000193)
  // Low bits alone would tell whole numbers badly apart: their low words are zero.
  return (mixed ^ (mixed >>> 15)) >>> 0
}
