import { widthOf, type FittedColumn, type FittedPreprocessing } from './fittedPreprocessing.ts'

/**
 * Prepared rows in less memory: of a one-hot column a packed row has the number of the output that is 1, or `NO_LEVEL`, instead of all
 * outputs. Levels are far fewer than a float32 counts without gaps.
 */
export interface PackedSpan {
  /** Whether it is the code of a one-hot column; numbers stand as they are. */
  readonly isCode: boolean
  /** Where it begins in a packed row, and in a whole one. */
  readonly from: number
  readonly at: number
  /** Outputs of a whole row. */
  readonly width: number
}

/** Code of a row that has none of the levels. */
export const NO_LEVEL = -1

/** How many numbers of a packed row a fitted column fills. */
export function packedWidthOf(column: FittedColumn): number {
  return column.kind === 'oneHot' ? 1 : widthOf(column)
}

/** The spans of a packed row in order; numbers side by side are one. */
export function packedSpans({ columns }: FittedPreprocessing): readonly PackedSpan[] {
  const spans: PackedSpan[] = []
  let [from, at] = [0, 0]
  for (const column of columns) {
    const width = widthOf(column)
    const last = spans.at(-1)
    if (column.kind === 'oneHot') spans.push({ isCode: true, from, at, width })
    else if (last && !last.isCode) spans[spans.length - 1] = { ...last, width: last.width + width }
    else spans.push({ isCode: false, from, at, width })
    from += packedWidthOf(column)
    at += width
  }
  return spans.filter(({ width }) => width > 0)
}
