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

/** In how many rows a column has no value. */
export function countMissing(column: TableColumn): number {
  let missing = 0
  if (column.kind === 'number')
    for (let row = 0; row < column.values.length; row++) missing += Number.isNaN(column.values[row]) ? 1 : 0
  else for (let row = 0; row < column.codes.length; row++) missing += column.codes[row] < 0 ? 1 : 0
  return missing
}
