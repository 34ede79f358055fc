import type { StyleCount } from './chooseStyle.ts'
import type { NumberStyle } from './numberStyle.ts'

/** How many cells of a whole column are of each kind; the kinds exclude one another, the last two lists do not. */
export interface CellCounts {
  readonly rows: number
  readonly missing: number
  readonly number: number
  /** Such as `007`: digits that a number would lose. */
  readonly leadingZero: number
  /** Such as `01.25`: a number of fixed width. */
  readonly paddedDecimal: number
  /** Such as `713752e1` or `1E2`: a number, or a code that has an e in it. */
  readonly exponent: number
  /** Whole numbers beyond 2^53. */
  readonly bigInteger: number
  readonly nonFinite: number
  readonly boolean: number
  readonly date: number
  readonly other: number
  /** Characters of the shortest and the longest cell; counted where there may be codes. */
  readonly lengths?: readonly [shortest: number, longest: number]
  /** Cells by the styles of numbers that they fit; empty where it was not worth counting. */
  readonly styles: readonly StyleCount[]
  /** The styles that were tried, in the order of the bits. */
  readonly triedStyles: readonly NumberStyle[]
  /** Cells that fit each format of dates that was tried. */
  readonly formats: readonly { readonly format: string; readonly cells: number }[]
}
