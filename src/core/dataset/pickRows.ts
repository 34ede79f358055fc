import type { Table, TableColumn } from './table.ts'

/** The rows of a table that are kept, in their order, with where each was: `rows[i]` is the row that becomes row `i`. */
export function pickRows(table: Table, rows: Int32Array): Table {
  const codes = (all: Int32Array) => rows.map((row) => all[row])
  const numbers = (all: Float64Array) => Float64Array.from(rows, (row) => all[row])
  const { features, target, groups, weights, time, series, parts, ids, source } = table
  return {
    rows: rows.length,
    features: features.map((column) => pickColumn(column, rows)),
    target: pickColumn(target, rows),
    ...(groups && { groups: codes(groups) }),
    ...(weights && { weights: numbers(weights) }),
    ...(time && { time: numbers(time) }),
    ...(series && { series: codes(series) }),
    ...(parts && { parts: codes(parts) }),
    ...(ids && { ids: ids.map((column) => pickColumn(column, rows)) }),
    source: source ? codes(source) : rows,
  }
}

/** Some rows of a column; levels that none of them has are left out. */
export function pickColumn(column: TableColumn, rows: Int32Array): TableColumn {
  if (column.kind === 'number') return { ...column, values: Float64Array.from(rows, (row) => column.values[row]) }
  const picked = rows.map((row) => column.codes[row])
  const used = new Set(picked)
  const next = new Map<number, number>()
  const levels = column.levels.filter((_, code) => {
    if (!used.has(code)) return false
    next.set(code, next.size)
    return true
  })
  return { ...column, levels, codes: picked.map((code) => next.get(code) ?? -1) }
}
