/** A cell of a grid; `row` -1 is its head. */
export interface GridPlace {
  readonly row: number
  readonly column: number
}

interface GridSize {
  readonly rows: number
  readonly columns: number
  /** Rows that a page up or down moves by. */
  readonly page: number
}

/** Where a key leads from `place`; `null` for keys that do not move. */
export function moveInGrid(
  place: GridPlace,
  { key, isControl }: { readonly key: string; readonly isControl: boolean },
  { rows, columns, page }: GridSize,
): GridPlace | null {
  const { row, column } = place
  const moves: Readonly<Record<string, () => GridPlace>> = {
    ArrowUp: () => ({ row: isControl ? 0 : row - 1, column }),
    ArrowDown: () => ({ row: isControl ? rows - 1 : row + 1, column }),
    ArrowLeft: () => ({ row, column: isControl ? 0 : column - 1 }),
    ArrowRight: () => ({ row, column: isControl ? columns - 1 : column + 1 }),
    PageUp: () => ({ row: Math.max(0, row - page), column }),
    PageDown: () => ({ row: row + page, column }),
    Home: () => ({ row: isControl ? 0 : row, column: 0 }),
    End: () => ({ row: isControl ? rows - 1 : row, column: columns - 1 }),
  }
  const move = Object.hasOwn(moves, key) ? moves[key] : undefined
  if (!move) return null
  const to = move()
  return { row: clamp(to.row, -1, rows - 1), column: clamp(to.column, 0, columns - 1) }
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value))
}
