import { rankCorrelation, ranksOf } from '../dataset/rankCorrelation.ts'
import type { NumberColumn, Table } from '../dataset/table.ts'

/** Two columns of numbers and their rank correlation. */
export interface CorrelatedPair {
  readonly a: string
  readonly b: string
  /** Spearman's. */
  readonly value: number
}

const MOST_COLUMNS = 300
const MOST_ROWS = 5000

/** A column that was sampled, with its ranks about their mean and of length 1; `null` where it is constant or has missing cells. */
interface RankedColumn {
  readonly name: string
  readonly values: Float64Array
  readonly hasMissing: boolean
  readonly direction: Float64Array | null
}

/** Every candidate of a run asks about the same table. */
const known = new WeakMap<Table['features'], Map<number, readonly CorrelatedPair[]>>()

/** Pairs of number columns with a rank correlation beyond ±`limit`, over at most 5,000 rows and 300 columns. */
export function correlatedPairs(table: Pick<Table, 'rows' | 'features'>, limit: number): readonly CorrelatedPair[] {
  const byLimit = known.get(table.features) ?? new Map<number, readonly CorrelatedPair[]>()
  known.set(table.features, byLimit)
  const pairs = byLimit.get(limit) ?? pairsOf(table, limit)
  byLimit.set(limit, pairs)
  return pairs
}

function pairsOf({ rows, features }: Pick<Table, 'rows' | 'features'>, limit: number): readonly CorrelatedPair[] {
  const columns = features.filter((column): column is NumberColumn => column.kind === 'number')
  const step = Math.max(1, Math.ceil(rows / MOST_ROWS))
  const sampled = columns.slice(0, MOST_COLUMNS).map((column) => ranked(column, step))
  return sampled.flatMap((a, i) =>
    sampled.slice(i + 1).flatMap((b) => {
      const value =
        a.hasMissing || b.hasMissing ? rankCorrelation(a.values, b.values) : cosine(a.direction, b.direction)
      return value !== null && Math.abs(value) > limit ? [{ a: a.name, b: b.name, value }] : []
    }),
  )
}

function ranked({ name, values }: NumberColumn, step: number): RankedColumn {
  const some = step === 1 ? values : values.filter((_, row) => row % step === 0)
  const hasMissing = some.some(Number.isNaN)
  return { name, values: some, hasMissing, direction: hasMissing ? null : directionOf(ranksOf(some)) }
}

/** What is left to Pearson's correlation of two columns is the product of their directions. */
function directionOf(ranks: Float64Array): Float64Array | null {
  const mean = (ranks.length + 1) / 2
  let squares = 0
  for (const rank of ranks) squares += (rank - mean) ** 2
  return squares > 0 ? ranks.map((rank) => (rank - mean) / Math.sqrt(squares)) : null
}

function cosine(a: Float64Array | null, b: Float64Array | null): number | null {
  if (!a || !b) return null
  let sum = 0
  for (let row = 0; row < a.length; row++) sum += a[row] * b[row]
  return Math.max(-1, Math.min(1, sum))
}
