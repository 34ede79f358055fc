import { HoldoutError } from '../../../core/errors.ts'

/** Cells of a sheet, counted from 0, ends included. */
export interface CellRange {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

const RANGE = /^\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})?$/i

/** `B3:F200` as numbers; without the last row (`B3:F`) to the end of the sheet. @throws HoldoutError `file/bad-range` */
export function cellRange(text: string): CellRange {
  const found = RANGE.exec(text.trim())
  if (found) {
    const [, left, top, right, bottom] = found
    const range = {
      left: columnNumber(left),
      top: Number(top) - 1,
      right: columnNumber(right),
      bottom: bottom === undefined ? Infinity : Number(bottom) - 1,
    }
    if (range.left <= range.right && range.top <= range.bottom && range.top >= 0) return range
  }
  throw new HoldoutError('file/bad-range', `Expected cells such as B3:F200, received ${JSON.stringify(text)}.`, {
    hint: 'Use the first and the last cell of the table with its header, or B3:F for all rows from row 3 on.',
  })
}

function columnNumber(letters: string): number {
  let number = 0
  for (const letter of letters.toUpperCase()) number = 26 * number + letter.charCodeAt(0) - 64
  return number - 1
}
