import { holds, rowSearch } from '../../core/dataset/rowSearch.ts'
import type { Table, TableColumn } from '../../core/dataset/table.ts'
import { valuesAt } from '../../core/dataset/tableFile.ts'
import type { RowPrediction } from '../../core/diagnostics/diagnosticRows.ts'
import type { HeldOut } from '../../core/diagnostics/heldOut.ts'

/**
 * Which of some rows are meant by a text: `column > 1.5` where there is such a column, else rows with the text in one of their cells. Column
 * by column: not all columns of a large table are in memory at once.
 */
export function rowFilter(
  text: string,
  { classes }: HeldOut,
  table: Table,
): (rows: readonly RowPrediction[]) => readonly boolean[] {
  const search = rowSearch(text, table.features.map(({ name }) => name)) // oxfmt-ignore
  if (search.kind === 'comparison') {
    const column = table.features[search.column]
    return (rows) => cellsOf(column, rows.map(rowOf)).map((cell) => holds(cell, search.operator, search.value))
  }
  const has = (cell: number | string | null): boolean =>
    cell !== null && String(cell).toLowerCase().includes(search.text)
  return (rows) => {
    const isMeant = rows.map(
      ({ row, truth, predicted }) =>
        [truth, predicted].some((code) => has(classes.at(code) ?? code)) || has((table.source?.[row] ?? row) + 1),
    )
    for (const column of table.features)
      for (const [i, cell] of cellsOf(column, rows.map(rowOf)).entries()) isMeant[i] ||= has(cell)
    return isMeant
  }
}

function rowOf({ row }: RowPrediction): number {
  return row
}

/** Values of cells in some rows of a column; `null` where one is missing. */
export function cellsOf(column: TableColumn, rows: readonly number[]): readonly (number | string | null)[] {
  return valuesAt(column, rows).map((value) => cellValue(column, value))
}

function cellValue(column: TableColumn, value: number): number | string | null {
  if (column.kind === 'category') return value < 0 ? null : column.levels[value]
  return Number.isFinite(value) ? value : null
}
