const COMPARISON = /^\s*(<=|>=|<|>|=)\s*(.+)$/s

export type RowOperator = '<' | '<=' | '>' | '>=' | '='

/** What rows are looked for: a comparison with the cell of a column, or a text in lower case that some cell contains. */
export type RowSearch =
  | { readonly kind: 'comparison'; readonly column: number; readonly operator: RowOperator; readonly value: string }
  | { readonly kind: 'text'; readonly text: string }

/** Reads a search: `column > 1.5` where there is such a column, else the text itself. */
export function rowSearch(search: string, names: readonly string[]): RowSearch {
  const condition = search.trim()
  for (const [column, name] of names.entries()) {
    if (!condition.startsWith(name)) continue
    const [, operator, value] = COMPARISON.exec(condition.slice(name.length)) ?? []
    if (operator !== undefined && value !== undefined)
      return { kind: 'comparison', column, operator: operator as RowOperator, value }
  }
  return { kind: 'text', text: condition.toLowerCase() }
}

/** Numbers are compared as numbers, words in their order. A missing cell fulfils nothing. */
export function holds(cell: number | string | null, operator: RowOperator, value: string): boolean {
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
    case '=':
      return a === b
  }
}
