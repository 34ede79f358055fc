import { holds, rowSearch } from '../../core/dataset/rowSearch.ts'
import type { Table, TableColumn } from '../../core/dataset/table.ts'
import { valuesAt } from '../../core/dataset/tableFile.ts'
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
  return cellValue(column, column.kind === 'category' ? column.codes[row] : column.values[row])
}

/** {@link cellOf} of several rows. */
export function cellsOf(column: TableColumn, rows: readonly number[]): readonly (number | string | null)[] {
  return valuesAt(column, rows).map((value) => cellValue(column, value))
}

function cellValue(column: TableColumn, value: number): number | string | null {
  if (column.kind === 'category') return value < 0 ? null : column.levels[value]
  return Number.isFinite(value) ? value : null
}
