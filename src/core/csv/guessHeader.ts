import { cellShape } from './cellShape.ts'
import type { CellShape } from './cellShape.ts'

const VALUE_SHAPES: ReadonlySet<CellShape> = new Set(['number', 'boolean', 'date'])

/**
 * Whether the first of these rows holds names: each column votes by whether its first cell differs in kind from the cells
 * below it. Without evidence a row of distinct words is taken for names.
 */
export function guessHeader(rows: readonly (readonly string[])[]): boolean {
  const [first, ...body] = rows
  if (!first) return false
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
