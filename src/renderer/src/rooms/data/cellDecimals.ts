const MOST_DECIMALS = 8

/** Decimals that a column of numbers is shown with: as many as its first cells are written with. */
export function cellDecimals(cells: Iterable<string | undefined>): number {
  let most = 0
  for (const cell of cells) {
    const found = /[.,](\d+)\s*$/.exec(cell ?? '')
    if (found) most = Math.max(most, found[1].length)
    else if (/e[+-]?\d+$/i.test(cell ?? '')) most = Math.max(most, 4)
  }
  return Math.min(MOST_DECIMALS, most)
}
