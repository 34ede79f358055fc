import { cellShape } from './cellShape.ts'
import type { CellShape } from './cellShape.ts'
import { hasNumberedNames } from './hasNumberedNames.ts'

const VALUE_SHAPES: ReadonlySet<CellShape> = new Set(['number', 'boolean', 'date'])

/**
 * Whether the first of these rows holds names: each column votes by whether its first cell differs in kind from the cells
 * below it. Names that are numbers, as pandas and years give them, are known by their sequence. Without evidence a row of distinct
 * words is taken for names. Rows that repeat the first one word by word have no say.
 */
export function guessHeader(rows: readonly (readonly string[])[]): boolean {
  const [first, ...rest] = rows
  if (!first) return false
  const isWords = first.some((cell) => !VALUE_SHAPES.has(cellShape(cell)))
  const body = isWords ? rest.filter((row) => !isEqualRow(row, first)) : rest
  if (hasNumberedNames(first, body) || hasRowNumbers(first, body)) return true
  const votes = first.map((cell, column) =>
    vote(
      cell,
      body.map((row) => row[column] ?? ''),
    ),
  )
  const sum = votes.reduce((total, one) => total + one, 0)
  if (sum !== 0) return sum > 0
  return first.every((cell) => !VALUE_SHAPES.has(cellShape(cell))) && new Set(first).size === first.length
}

/**
 * The column that a header leaves out which is one name short. Such a line may also be a title above the header, and with one row below
 * it that row may have a field too many: then it is no header.
 */
export function unnamedColumn([header, ...body]: readonly (readonly string[])[]): 'first' | 'last' | undefined {
  const isShort = body.length > 1 && body.every((row) => row.length === header.length + 1)
  if (!isShort || header.some((name) => name === '' || VALUE_SHAPES.has(cellShape(name))) || guessHeader(body))
    return undefined
  return body.every((row) => row.at(-1) === '') ? 'last' : 'first'
}

/** A column without a name that counts the rows, as pandas and R write it. */
function hasRowNumbers([name, ...names]: readonly string[], body: readonly (readonly string[])[]): boolean {
  if (name !== '' || names.length === 0 || body.length < 2 || new Set(names).size < names.length) return false
  const start = Number(body[0][0])
  return (start === 0 || start === 1) && body.every((row, index) => row[0] === String(start + index))
}

function isEqualRow(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((cell, index) => cell === b[index])
}

function vote(first: string, below: readonly string[]): number {
  const shape = cellShape(first)
  if (VALUE_SHAPES.has(shape)) return -1
  if (first === '') return 0
  const present = below.filter((cell) => cellShape(cell) !== 'missing')
  if (present.length === 0) return 0
  const values = present.filter((cell) => VALUE_SHAPES.has(cellShape(cell))).length
  if (values / present.length > 0.6) return shape === 'missing' ? 0 : 1
  return below.includes(first) ? -1 : 0
}
