import type { NumberStyle } from '../../../../core/dataset/numberStyle.ts'

const MOST_DECIMALS = 8

/** Decimals that a column of numbers is shown with: as many as its first cells are written with, in the style in which they were read. */
export function cellDecimals(
  cells: Iterable<string | undefined>,
  { decimal = '.' }: Partial<NumberStyle> = {},
): number {
  let most = 0
  for (const cell of cells) {
    const digits = /^\d+\s*$/.exec(cell?.split(decimal).at(1) ?? '')?.[0].trim()
    if (digits !== undefined) most = Math.max(most, digits.length)
    else if (/e[+-]?\d+$/i.test(cell ?? '')) most = Math.max(most, 4)
  }
  return Math.min(MOST_DECIMALS, most)
}
