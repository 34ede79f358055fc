import { sortByValue } from '../../dataset/sortByValue.ts'
import type { TableColumn } from '../../dataset/table.ts'

/** Rows that equal an earlier one, in order, each with the first of its kind. */
export interface Duplicates {
  readonly rows: readonly number[]
  readonly first: ReadonlyMap<number, number>
}

/** Rows, each beside an earlier one that it may equal; rows with the same earlier one follow each other. */
interface Suspects {
  readonly rows: Uint32Array
  readonly firsts: Uint32Array
}

/**
 * Rows that equal an earlier one in all of these columns; missing equals missing. Looks at one column after the other: not all of them may
 * be in memory at once.
 */
export function duplicatesOf(columns: readonly TableColumn[], rows: number): Duplicates {
  const found: [row: number, first: number][] = []
  let suspects = suspectsIn(hashRows(columns, rows))
  while (suspects.rows.length > 0) {
    const isEqual = compareWithFirsts(columns, suspects)
    for (const [i, row] of suspects.rows.entries()) if (isEqual[i] === 1) found.push([row, suspects.firsts[i]])
    suspects = othersThan(suspects, isEqual)
  }
  found.sort(([a], [b]) => a - b)
  return { rows: found.map(([row]) => row), first: new Map(found) }
}

/** Rows with the hash of an earlier one. */
function suspectsIn(hashes: Float64Array): Suspects {
  const { values, rows } = sortByValue(hashes)
  const places = rows.map((_, place) => place).filter((place) => place > 0 && values[place] === values[place - 1])
  const firsts = new Uint32Array(places.length)
  // Rows with the same hash stand in their order.
  for (const [i, place] of places.entries())
    firsts[i] = places[i - 1] === place - 1 && i > 0 ? firsts[i - 1] : rows[place - 1]
  return { rows: places.map((place) => rows[place]), firsts }
}

/** 1 for each of the rows that equals its first one in all columns. */
function compareWithFirsts(columns: readonly TableColumn[], { rows, firsts }: Suspects): Uint8Array {
  const isEqual = new Uint8Array(rows.length).fill(1)
  for (const column of columns) {
    const cells = column.kind === 'category' ? column.codes : column.values
    for (let i = 0; i < rows.length; i++) {
      const [a, b] = [cells[rows[i]], cells[firsts[i]]]
      if (a !== b && !(Number.isNaN(a) && Number.isNaN(b))) isEqual[i] = 0
    }
  }
  return isEqual
}

/** The rows that share no more than a hash with their first one: they are compared with the first of themselves. */
function othersThan({ rows, firsts }: Suspects, isEqual: Uint8Array): Suspects {
  const next: [row: number, first: number][] = []
  for (let i = 0; i < rows.length;) {
    const first = firsts[i]
    let other: number | undefined
    for (; i < rows.length && firsts[i] === first; i++) {
      if (isEqual[i] === 1) continue
      if (other === undefined) other = rows[i]
      else next.push([rows[i], other])
    }
  }
  return {
    rows: Uint32Array.from(next, ([row]) => row),
    firsts: Uint32Array.from(next, ([, first]) => first),
  }
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
