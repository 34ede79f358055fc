import { daysAsIso } from '../../core/dataset/isoDays.ts'
import { holds, rowSearch } from '../../core/dataset/rowSearch.ts'
import type { Table, TableColumn } from '../../core/dataset/table.ts'
import { valuesAt } from '../../core/dataset/tableOnDemand.ts'
import type { RowPrediction } from '../../core/diagnostics/diagnosticRows.ts'
import type { HeldOut } from '../../core/diagnostics/heldOut.ts'

/**
 * Which of some rows are meant by a text: `column > 1.5` where there is such a column, else rows with the text in one of their cells. Column
 * by column: not all columns of a large table are in memory at once.
 * @param dates names of the columns whose numbers are days since 1970
 */
export function rowFilter(
  text: string,
  { classes }: HeldOut,
  table: Table,
  dates: ReadonlySet<string> = new Set(),
): (rows: readonly RowPrediction[]) => readonly boolean[] {
  const search = rowSearch(text, table.features.map(({ name }) => name)) // oxfmt-ignore
  if (search.kind === 'comparison') {
    const column = table.features[search.column]
    return (rows) => cellsOf(column, rows.map(rowOf), dates).map((cell) => holds(cell, search.operator, search.value))
  }
  const has = (cell: number | string | null): boolean =>
    cell !== null && String(cell).toLowerCase().includes(search.text)
  return (rows) => {
    const numbers = rows.map(rowOf)
    const isMeant = rows.map(
      ({ row, truth, predicted }) =>
        [truth, predicted].some((code) => has(classes.at(code) ?? code)) || has((table.source?.[row] ?? row) + 1),
    )
    for (const column of table.features)
      for (const [i, cell] of cellsOf(column, numbers, dates).entries()) isMeant[i] ||= has(cell)
    return isMeant
  }
}

function rowOf({ row }: RowPrediction): number {
  return row
}

/**
 * Cells of a column in some rows; `null` where one is missing.
 * @param dates names of the columns whose numbers are days since 1970: their cells are dates as text
 */
export function cellsOf(
  column: TableColumn,
  rows: readonly number[],
  dates?: ReadonlySet<string>,
): readonly (number | string | null)[] {
  const isDate = dates?.has(column.name) === true
  return valuesAt(column, rows).map((value) => {
    if (column.kind === 'category') return value < 0 ? null : column.levels[value]
    if (!Number.isFinite(value)) return null
    return isDate ? daysAsIso(value) : value
  })
}
