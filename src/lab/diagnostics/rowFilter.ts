import { holds, rowSearch } from '../../core/dataset/rowSearch.ts'
import type { Table, TableColumn } from '../../core/dataset/table.ts'
import type { RowPrediction } from '../../core/diagnostics/diagnosticRows.ts'
import type { HeldOut } from '../../core/diagnostics/heldOut.ts'

/** Whether a row is meant by a text: `column > 1.5` where there is such a column, else rows with the text in one of their cells. */
export function rowFilter(text: string, { classes }: HeldOut, table: Table): (row: RowPrediction) => boolean {
  const search = rowSearch(text, table.features.map(({ name }) => name)) // oxfmt-ignore
  if (search.kind === 'comparison') {
    const column = table.features[search.column]
    return ({ row }) => holds(cellOf(column, row), search.operator, search.value)
  }
  const has = (cell: number | string | null): boolean =>
    cell !== null && String(cell).toLowerCase().includes(search.text)
  return ({ row, truth, predicted }) =>
    [truth, predicted].some((code) => has(classes.at(code) ?? code)) ||
    has((table.source?.[row] ?? row) + 1) ||
    table.features.some((one) => has(cellOf(one, row)))
}

/** The value of a cell; `null` where it is missing. */
export function cellOf(column: TableColumn, row: number): number | string | null {
  if (column.kind === 'category') return column.codes[row] < 0 ? null : column.levels[column.codes[row]]
  return Number.isFinite(column.values[row]) ? column.values[row] : null
}
