import type { StoredColumns } from '../store/storedColumns.ts'

/** Columns that are in one file: Parquet of this path, or the file of numbers. */
export interface ColumnsOfFile<T> {
  readonly path?: string
  readonly columns: T[]
}

/** Values held at once. */
const VALUES_AT_ONCE = 3_000_000
/** A statement with more columns than this takes longer to plan than to run. */
const COLUMNS_AT_ONCE = 100

/** Columns by the files that have them, in order. */
export function byFile<T extends { readonly field: number }>(
  stored: StoredColumns,
  columns: readonly T[],
): ColumnsOfFile<T>[] {
  const groups = new Map<string | undefined, T[]>()
  for (const column of columns) {
    const path = stored.hasNumbers(column.field) ? undefined : stored.pathOf(column.field)
    const own = groups.get(path)
    if (own) own.push(column)
    else groups.set(path, [column])
  }
  return [...groups].map(([path, own]) => ({ ...(path !== undefined && { path }), columns: own }))
}

/** Columns of so many rows that are read together. */
export function columnsAtOnce(rows: number): number {
  return Math.max(1, Math.min(COLUMNS_AT_ONCE, Math.floor(VALUES_AT_ONCE / Math.max(rows, 1))))
}
