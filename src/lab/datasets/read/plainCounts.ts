import type { CellCounts } from '../../../core/dataset/cellCounts.ts'

/** Counts of a column of plain numbers: of its rows, so many hold one and all others none. */
export function plainCounts(rows: number, number: number): CellCounts {
  const none = {
    leadingZero: 0,
    paddedDecimal: 0,
    exponent: 0,
    bigInteger: 0,
    nonFinite: 0,
    boolean: 0,
    date: 0,
    other: 0,
  }
  return { rows, missing: rows - number, number, ...none, styles: [], triedStyles: [], formats: [] }
}
