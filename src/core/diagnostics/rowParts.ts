import { sortedValues } from '../dataset/sortByValue.ts'
import type { CategoryColumn, TableColumn } from '../dataset/table.ts'
import { extent } from '../statistics/extent.ts'
import { quantileOf } from '../statistics/quantileOf.ts'

/** Values of a column that quarters are made from. */
const MOST_SORTED = 20_000

/** How a column divides rows. */
export interface RowParts {
  readonly name: string
  readonly values: readonly string[]
  /** Part of each row; -1: of none. Bytes where they suffice: of millions of rows many columns may be held at once. */
  readonly codes: Int8Array | Int32Array
}

/** Most parts that bytes tell apart. */
const MOST_IN_BYTES = 127

/** Rows by the levels of a category, or by the quarters of a number column. */
export function partsOf(column: TableColumn, rows: Int32Array): RowParts {
  const { name } = column
  if (column.kind === 'category') return { name, values: column.levels, codes: codesAt(column, rows) }
  const { values } = column
  const [low, high] = extent(values)
  const sorted = sortedValues(sampleOf(values))
  const cuts = [...new Set([0.25, 0.5, 0.75].map((share) => quantileOf(sorted, share)))]
  const ends = [low, ...cuts, high].map((value) => String(Number(value.toPrecision(4))))
  const codes = new Int8Array(rows.length)
  for (let i = 0; i < rows.length; i += 1) codes[i] = partAt(cuts, values[rows[i]])
  return { name, values: ends.slice(1).map((end, i) => (ends[i] === end ? end : `${ends[i]} to ${end}`)), codes }
}

// A loop: on millions of rows `map` with a function takes many times as long.
function codesAt({ codes, levels }: CategoryColumn, rows: Int32Array): RowParts['codes'] {
  const own = levels.length <= MOST_IN_BYTES ? new Int8Array(rows.length) : new Int32Array(rows.length)
  for (let i = 0; i < rows.length; i += 1) own[i] = codes[rows[i]]
  return own
}

/** How many cuts a value is above; -1 where it is missing. */
function partAt(cuts: readonly number[], value: number): number {
  if (Number.isNaN(value)) return -1
  let part = 0
  while (part < cuts.length && value > cuts[part]) part += 1
  return part
}

/** Evenly spaced values where there are very many: quarters need not be exact to be quarters. */
function sampleOf(values: Float64Array): Float64Array {
  const step = Math.ceil(values.length / MOST_SORTED)
  if (step <= 1) return values
  return Float64Array.from({ length: Math.floor(values.length / step) }, (_, i) => values[i * step])
}

/** What mean and variance of a part follow from. */
export interface Moments {
  readonly count: number
  readonly sum: number
  readonly squares: number
}

/** Count, sum and sum of squares of each part's numbers. */
export function momentsByPart({ values, codes }: RowParts, errors: Float64Array): readonly Moments[] {
  const [count, sum, squares] = [0, 1, 2].map(() => new Float64Array(values.length))
  for (let i = 0; i < codes.length; i += 1) {
    const code = codes[i]
    if (code < 0) continue
    count[code] += 1
    sum[code] += errors[i]
    squares[code] += errors[i] * errors[i]
  }
  return values.map((_, code) => ({ count: count[code], sum: sum[code], squares: squares[code] }))
}
