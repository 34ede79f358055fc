import type { Table, TableColumn } from '../../core/dataset/table.ts'
import type { RowPrediction } from '../../core/diagnostics/diagnosticRows.ts'
import type { HeldOut } from '../../core/diagnostics/heldOut.ts'

const COMPARISON = /^\s*(<=|>=|<|>|=)\s*(.+)$/s

/** Whether a row is meant by a text: `column > 1.5` where there is such a column, else rows with the text in one of their cells. */
export function rowFilter(text: string, { classes }: HeldOut, table: Table): (row: RowPrediction) => boolean {
  const condition = text.trim()
  for (const column of table.features) {
    if (!condition.startsWith(column.name)) continue
    const [, operator, value] = COMPARISON.exec(condition.slice(column.name.length)) ?? []
    if (operator !== undefined && value !== undefined) return ({ row }) => holds(cellOf(column, row), operator, value)
  }
  const wanted = condition.toLowerCase()
  const has = (cell: number | string | null): boolean => cell !== null && String(cell).toLowerCase().includes(wanted)
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

/** Numbers are compared as numbers, words in their order. A missing cell fulfils nothing. */
function holds(cell: number | string | null, operator: string, value: string): boolean {
  if (cell === null) return false
  const [a, b] = typeof cell === 'number' ? [cell, Number(value)] : [cell, value]
  switch (operator) {
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    case '>=':
      return a >= b
    default:
      return a === b
  }
}
