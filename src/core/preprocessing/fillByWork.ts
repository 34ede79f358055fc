import type { NumberColumn, TableColumn } from '../dataset/table.ts'
import type { ColumnWork, PlainColumn } from './columnWork.ts'
import type { FittedColumn, FittedPreprocessing } from './fittedPreprocessing.ts'

/** Columns that are filled, and their missing cells. */
export interface FilledColumns {
  readonly columns: ReadonlySet<FittedColumn>
  readonly imputedCells: number
}

/** Where columns are filled: `[rows, width]`, and the numbers of a row that each takes. */
export interface ColumnPlaces {
  readonly matrix: Float32Array
  readonly width: number
  readonly widthOf: (column: FittedColumn) => number
}

/**
 * Has `work` fill the columns that are one number per row; others are left.
 * @returns `undefined` where a cell is missing that must not be: filling it otherwise says which
 */
export function fillByWork(
  { columns }: FittedPreprocessing,
  byName: ReadonlyMap<string, TableColumn>,
  { matrix, width, widthOf }: ColumnPlaces,
  work: ColumnWork,
): FilledColumns | undefined {
  const filled = new Set<FittedColumn>()
  const plain: PlainColumn[] = []
  let at = 0
  for (const column of columns) {
    const source = plainSource(column, byName)
    if (source) {
      filled.add(column)
      plain.push({ ...source, at })
    }
    at += widthOf(column)
  }
  const missing = work.fill(plain, matrix, width)
  let imputedCells = 0
  for (const [i, { fill }] of plain.entries()) {
    if (missing[i] > 0 && Number.isNaN(fill)) return undefined
    imputedCells += missing[i]
  }
  return { columns: filled, imputedCells }
}

function plainSource(
  column: FittedColumn,
  byName: ReadonlyMap<string, TableColumn>,
): Omit<PlainColumn, 'at'> | undefined {
  if (column.kind !== 'number' || column.hasIndicator || column.isEmpty || column.dateParts) return undefined
  const source = byName.get(column.name)
  if (source?.kind !== 'number') return undefined
  const { values }: NumberColumn = source
  return { values, fill: column.fill ?? NaN, center: column.center, scale: column.scale }
}
