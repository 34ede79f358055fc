import { NARROW_MISSING_TOKENS } from '../csv/missingTokens.ts'
import { columnSettings } from '../dataset/columnSettings.ts'
import type { TrainedModel } from '../model/trainedModel.ts'
import type { FeatureTable } from '../preprocessing/transformRows.ts'

/** A column as an exported model takes it: numbers (NaN is missing) or texts (an empty one is missing). */
export type RawColumn =
  | { readonly kind: 'number'; readonly name: string; readonly values: Float64Array }
  | { readonly kind: 'text'; readonly name: string; readonly values: readonly string[] }

/** The first `count` rows of the columns that a model wants, in its order, as they stand in a CSV. */
export function rawColumns({ members }: TrainedModel, table: FeatureTable, count: number): readonly RawColumn[] {
  const rows = Math.min(table.rows, count)
  const byName = new Map(table.features.map((column) => [column.name, column]))
  return members[0].preprocessing.columns.map(({ name }): RawColumn => {
    const column = byName.get(name)
    if (!column) throw new TypeError(`the table has no column ${JSON.stringify(name)}`)
    if (column.kind === 'number') return { kind: 'number', name, values: column.values.slice(0, rows) }
    const { codes, levels } = column
    const values = Array.from({ length: rows }, (_, row) => (codes[row] < 0 ? '' : levels[codes[row]]))
    return { kind: 'text', name, values }
  })
}

/** Texts that mean "missing" in a column of categories, the empty one first. */
export function missingTexts({ dataset }: TrainedModel, column: string): readonly string[] {
  const own = columnSettings(dataset?.columns, column)?.missing
  return [...new Set(['', ...(own ?? dataset?.missing ?? NARROW_MISSING_TOKENS)])]
}
