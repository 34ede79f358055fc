import { pearson } from '../dataset/association.ts'
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

/** Pairs of number columns with a rank correlation beyond ±`limit`, over at most 5,000 rows and 300 columns. */
export function correlatedPairs(table: Pick<Table, 'rows' | 'features'>, limit: number): readonly CorrelatedPair[] {
  const columns = table.features.filter((column): column is NumberColumn => column.kind === 'number')
  const step = Math.max(1, Math.ceil(table.rows / MOST_ROWS))
  const sampled = columns.slice(0, MOST_COLUMNS).map(({ name, values }) => {
    const some = step === 1 ? values : values.filter((_, row) => row % step === 0)
    return { name, values: some, ranks: ranksOf(some), hasMissing: some.some(Number.isNaN) }
  })
  return sampled.flatMap((a, i) =>
    sampled.slice(i + 1).flatMap((b) => {
      const value = a.hasMissing || b.hasMissing ? rankCorrelation(a.values, b.values) : pearson(a.ranks, b.ranks)
      return value !== null && Math.abs(value) > limit ? [{ a: a.name, b: b.name, value }] : []
    }),
  )
}
