import { cellShape } from './cellShape.ts'

/** So many numbers in a row, each one more than the last, are no chance. */
const LONG_SEQUENCE = 6
const ROWS_COMPARED = 5

/**
 * Whether the numbers among the first cells are names: 0, 1, 2 … as pandas writes them, 1, 2, 3 …, or years. Below them no row runs in
 * sequence too, and, where the sequence is short, the cells are mostly no whole numbers of its range.
 */
export function hasNumberedNames(first: readonly string[], body: readonly (readonly string[])[]): boolean {
  const columns = [...first.keys()].filter((column) => isShortNumber(first[column]))
  const others = first.filter((cell) => !isShortNumber(cell))
  if (columns.length < 2 || body.length === 0 || others.some(isValue)) return false
  const names = columns.map((column) => Number(first[column]))
  if (!isSequence(names)) return false
  const rows = body.map((row) => columns.map((column) => row[column] ?? ''))
  if (rows.slice(0, ROWS_COMPARED).some((row) => isEven(row.map((cell) => (cell === '' ? NaN : Number(cell))))))
    return false
  if (names.length >= LONG_SEQUENCE) return true
  const cells = rows.flat().filter((cell) => cell !== '')
  const inRange = cells.filter((cell) => isWithin(cell, names)).length
  const broken = cells.filter((cell) => cell.includes('.')).length
  if (inRange >= cells.length / 2) return false
  return names.length > 2 || others.length > 0 || broken > cells.length / 2
}

function isShortNumber(cell: string): boolean {
  return /^\d{1,6}$/.test(cell)
}

function isValue(cell: string): boolean {
  const shape = cellShape(cell)
  return shape === 'number' || shape === 'date' || shape === 'boolean'
}

/** From 0 or 1 by one, or years by any step. */
function isSequence(numbers: readonly number[]): boolean {
  const [start, second] = numbers
  const step = second - start
  return isEven(numbers) && ((step === 1 && start <= 1) || (start >= 1500 && start + step * numbers.length <= 2200))
}

/** Whether numbers grow by one step. */
function isEven(numbers: readonly number[]): boolean {
  const [start, second] = numbers
  return second > start && numbers.every((one, index) => one === start + index * (second - start))
}

function isWithin(cell: string, names: readonly number[]): boolean {
  const value = Number(cell)
  return Number.isInteger(value) && value >= names[0] && value <= names[names.length - 1]
}
