import type { TableColumn } from './table.ts'

/** Rows in which a column has no value. */
export function missingRows(column: TableColumn): number[] {
  const rows: number[] = []
  if (column.kind === 'number')
    column.values.forEach((value, row) => {
      if (Number.isNaN(value)) rows.push(row)
    })
  else
    column.codes.forEach((code, row) => {
      if (code < 0) rows.push(row)
    })
  return rows
}
