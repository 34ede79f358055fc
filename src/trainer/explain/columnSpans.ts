import { present } from '../../core/present.ts'
import { widthOf, type FittedPreprocessing } from '../../core/preprocessing/fittedPreprocessing.ts'

/** Where a column stands in a prepared row. */
export interface ColumnSpan {
  readonly at: number
  readonly width: number
}

/** The prepared columns of each group of columns: all outputs of a category move together. */
export function columnSpans(
  { columns }: FittedPreprocessing,
  groups: readonly (readonly string[])[],
): readonly (readonly ColumnSpan[])[] {
  const spans = new Map<string, ColumnSpan>()
  let at = 0
  for (const column of columns) {
    spans.set(column.name, { at, width: widthOf(column) })
    at += widthOf(column)
  }
  return groups.map((names) => names.map((name) => present(spans.get(name), `the prepared column ${name}`)))
}
