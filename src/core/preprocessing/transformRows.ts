import type { CategoryColumn, NumberColumn, Table, TableColumn } from '../dataset/table.ts'
import { partsOfTable } from '../dataset/tableOnDemand.ts'
import { HoldoutError } from '../errors.ts'
import type { ColumnWork } from './columnWork.ts'
import { fillByWork, type FilledColumns } from './fillByWork.ts'
import type { FittedCategory, FittedColumn, FittedNumber, FittedPreprocessing } from './fittedPreprocessing.ts'
import { datePart } from '../dataset/dateParts.ts'
import { hasNumber, numberOutputs, widthOf } from './fittedPreprocessing.ts'
import { NO_LEVEL, packedWidthOf } from './packedRows.ts'

/** A table as far as it is prepared: its target plays no part. */
export type FeatureTable = Pick<Table, 'rows' | 'features'>

/** Prepared rows. */
export interface TransformedRows<Matrix extends Float32Array | Float64Array> {
  /** `[rows, width]`, row by row. */
  readonly matrix: Matrix
  readonly width: number
  /** Missing cells that a fill value stands in for. */
  readonly imputedCells: number
  /** Cells whose category no training row had. */
  readonly unseenCategories: number
}

/**
 * Prepares rows by what was fitted, all rows unless `rows` names some. Columns are found by name, levels too, so
 * that a table of another file can be prepared by what was fitted on the first.
 *
 * @throws HoldoutError `preprocessing/column-missing`, `preprocessing/column-type`, `preprocessing/missing-values`.
 */
export function transformRows(
  fitted: FittedPreprocessing,
  table: FeatureTable,
  rows: Int32Array = allRows(table),
): TransformedRows<Float32Array> {
  return fill(fitted, table, rows, new Float32Array(rows.length * fitted.outputs.length))
}

/**
 * Prepares all rows as `transformRows` does, in the place of a matrix that is not needed any more where it has the same size: of
 * millions of rows two do not have to be held at once.
 * @param work who fills number columns; done here unless given
 */
export function transformInPlace(
  fitted: FittedPreprocessing,
  table: FeatureTable,
  old: Float32Array | undefined,
  work?: ColumnWork,
): TransformedRows<Float32Array> {
  return fillAll(fitted, table, old, { isPacked: false, work })
}

/** As {@link transformInPlace}, in packed rows (`packedSpans`). */
export function packInPlace(
  fitted: FittedPreprocessing,
  table: FeatureTable,
  old: Float32Array | undefined,
  work?: ColumnWork,
): TransformedRows<Float32Array> {
  return fillAll(fitted, table, old, { isPacked: true, work })
}

/** All rows, part by part where the table is not in memory. */
function fillAll(
  fitted: FittedPreprocessing,
  table: FeatureTable,
  old: Float32Array | undefined,
  how: { readonly isPacked: boolean; readonly work?: ColumnWork | undefined },
): TransformedRows<Float32Array> {
  const width = how.isPacked ? packedWidth(fitted) : fitted.outputs.length
  const length = table.rows * width
  const all = {
    matrix: old?.length === length ? old.fill(0) : new Float32Array(length),
    width,
    imputedCells: 0,
    unseenCategories: 0,
  }
  for (const part of partsOfTable(table)) {
    const matrix = all.matrix.subarray(part.from * width, (part.from + part.rows) * width)
    const filled = fill(fitted, part, allRows(part), matrix, { ...how, firstRow: part.from })
    all.imputedCells += filled.imputedCells
    all.unseenCategories += filled.unseenCategories
  }
  return all
}

function packedWidth({ columns }: FittedPreprocessing): number {
  return columns.reduce((total, column) => total + packedWidthOf(column), 0)
}

/** What `transformRows` counts of some rows of a table that it prepares, without their matrix. */
export function countCells(
  fitted: FittedPreprocessing,
  table: FeatureTable,
  rows: Int32Array,
): Pick<TransformedRows<Float32Array>, 'imputedCells' | 'unseenCategories'> {
  // A number column without a fill value has no missing cell.
  const columns = fitted.columns.filter((column) => column.kind !== 'number' || column.fill !== null)
  const byName = columnsByName(table)
  const total = { imputedCells: 0, unseenCategories: 0 }
  // One column after the other: not all of them may be in memory.
  for (const column of columns) {
    const fillRows = fillerOf(column, byName.get(column.name))
    const width = packedWidthOf(column)
    const matrix = new Float32Array(Math.min(rows.length, COUNTED_ROWS) * width)
    const sink: Sink = { matrix, width, isPacked: true, firstRow: 0, imputedCells: 0, unseenCategories: 0 }
    for (let from = 0; from < rows.length; from += COUNTED_ROWS)
      fillRows(rows.subarray(from, from + COUNTED_ROWS), sink, 0)
    total.imputedCells += sink.imputedCells
    total.unseenCategories += sink.unseenCategories
  }
  return total
}

/** As `transformRows`, in the double precision in which everything is computed. */
export function transformRowsExactly(
  fitted: FittedPreprocessing,
  table: FeatureTable,
  rows: Int32Array = allRows(table),
): TransformedRows<Float64Array> {
  return fill(fitted, table, rows, new Float64Array(rows.length * fitted.outputs.length))
}

/** Where a column's outputs go, and what is counted on the way. */
interface Sink {
  readonly matrix: Float32Array | Float64Array
  readonly width: number
  readonly isPacked: boolean
  /** Of the whole table, where a part of it is filled. */
  readonly firstRow: number
  imputedCells: number
  unseenCategories: number
}

/** Numbers of the matrix that are filled together, so that rows are written while the processor's cache holds them. */
const BLOCK_NUMBERS = 65_536
const FEWEST_BLOCK_ROWS = 128
const COUNTED_ROWS = 8192

interface FillOptions {
  readonly isPacked?: boolean
  readonly work?: ColumnWork | undefined
  readonly firstRow?: number
}

function fill<Matrix extends Float32Array | Float64Array>(
  fitted: FittedPreprocessing,
  table: FeatureTable,
  rows: Int32Array,
  matrix: Matrix,
  { isPacked = false, work, firstRow = 0 }: FillOptions = {},
): TransformedRows<Matrix> {
  const width = isPacked ? packedWidth(fitted) : fitted.outputs.length
  const byName = columnsByName(table)
  const ownWidth = isPacked ? packedWidthOf : widthOf
  const isWhole = work && matrix instanceof Float32Array
  const done = isWhole ? fillByWork(fitted, byName, { matrix, width, widthOf: ownWidth }, work) : undefined
  const sink: Sink = { matrix, width, isPacked, firstRow, imputedCells: done?.imputedCells ?? 0, unseenCategories: 0 }
  const fillers = fillersOf(fitted, byName, ownWidth, done)
  const blockRows = Math.max(FEWEST_BLOCK_ROWS, Math.floor(BLOCK_NUMBERS / Math.max(1, width)))
  for (let from = 0; from < rows.length && fillers.length > 0; from += blockRows) {
    const block = rows.subarray(from, from + blockRows)
    for (const { fillRows, at } of fillers) fillRows(block, sink, from * width + at)
  }
  return { matrix, width, imputedCells: sink.imputedCells, unseenCategories: sink.unseenCategories }
}

interface ColumnFiller {
  readonly fillRows: RowsFiller
  /** Where the column's outputs begin in a row. */
  readonly at: number
}

/** Fillers of the columns that are not filled yet. */
function fillersOf(
  { columns }: FittedPreprocessing,
  byName: ReadonlyMap<string, TableColumn>,
  ownWidth: (column: FittedColumn) => number,
  done: FilledColumns | undefined,
): readonly ColumnFiller[] {
  const fillers: ColumnFiller[] = []
  let at = 0
  for (const column of columns) {
    if (!done?.columns.has(column)) fillers.push({ fillRows: fillerOf(column, byName.get(column.name)), at })
    at += ownWidth(column)
  }
  return fillers
}

/** Fills a column's outputs of some rows; `at` is the index of the first row's first output. */
type RowsFiller = (rows: Int32Array, sink: Sink, at: number) => void

/** What depends on the column alone is made once, for all blocks of rows. */
function fillerOf(fitted: FittedColumn, column: TableColumn | undefined): RowsFiller {
  if (!column) throw columnMissing(fitted.name)
  if (fitted.kind === 'number') {
    if (column.kind !== 'number') throw wrongType(fitted, column)
    return (rows, sink, at) => {
      fillNumber(fitted, column, rows, sink, at)
    }
  }
  if (column.kind !== 'category') throw wrongType(fitted, column)
  return categoryFiller(fitted, column)
}

function fillNumber(fitted: FittedNumber, column: NumberColumn, rows: Int32Array, sink: Sink, at: number): void {
  const { matrix, width } = sink
  const { center, scale } = fitted
  const { values } = column
  const [hasValue, flagAt] = [hasNumber(fitted), at + (hasNumber(fitted) ? 1 : 0)]
  const isPlain = hasValue && !fitted.isEmpty && fitted.dateParts === undefined
  const done = isPlain ? fillPresent(values, rows, sink, { at, center, scale }) : 0
  for (let i = done; i < rows.length; i++) {
    let value = values[rows[i]]
    if (Number.isNaN(value)) {
      if (fitted.fill === null) throw unexpectedMissing(column.name, sink.firstRow + rows[i])
      value = fitted.fill
      sink.imputedCells++
      if (fitted.hasIndicator) matrix[i * width + flagAt] = 1
    }
    if (hasValue) matrix[i * width + at] = fitted.isEmpty ? 0 : (value - center) / scale
  }
  if (fitted.dateParts && !fitted.isEmpty) fillDateParts(fitted, column, rows, sink, at)
}

/** Fills the numbers before the first missing cell and returns its place: most columns have none, and millions of cells. */
function fillPresent(
  values: Float64Array,
  rows: Int32Array,
  { matrix, width }: Sink,
  { at, center, scale }: { readonly at: number; readonly center: number; readonly scale: number },
): number {
  const count = rows.length
  let to = at
  for (let i = 0; i < count; i++) {
    const value = values[rows[i]]
    if (Number.isNaN(value)) return i
    matrix[to] = (value - center) / scale
    to += width
  }
  return count
}

/** Sets the output of a date's month and weekday to 1; a missing date has none. */
function fillDateParts(fitted: FittedNumber, column: NumberColumn, rows: Int32Array, sink: Sink, at: number): void {
  const outputs = numberOutputs(fitted)
  for (const part of ['month', 'weekday'] as const) {
    const first = outputs.findIndex(({ kind }) => kind === part)
    if (first < 0) continue
    for (let i = 0; i < rows.length; i++) {
      const days = column.values[rows[i]]
      if (!Number.isNaN(days)) sink.matrix[i * sink.width + at + first + datePart(part, days) - 1] = 1
    }
  }
}

function categoryFiller(fitted: FittedCategory, column: CategoryColumn): RowsFiller {
  const fittedLevels = new Map(fitted.levels.map((level, i) => [level, i]))
  const levelOf = column.levels.map((level) => fittedLevels.get(level) ?? -1)
  return (rows, sink, at) => {
    const { codes } = column
    const { matrix, width } = sink
    const isPacked = sink.isPacked && fitted.kind === 'oneHot'
    for (let i = 0; i < rows.length; i++) {
      const code = codes[rows[i]]
      const isMissing = code < 0
      const level = isMissing ? fitted.fill : levelOf[code]
      const rank = level < 0 ? -1 : fitted.ranks[level]
      if (isMissing && fitted.fill >= 0) sink.imputedCells++
      if (!isMissing && rank < 0) sink.unseenCategories++
      if (fitted.kind === 'ordinal') matrix[i * width + at] = rank
      else if (isPacked) matrix[i * width + at] = rank >= 0 ? level : NO_LEVEL
      else if (rank >= 0) matrix[i * width + at + level] = 1
    }
  }
}

function columnsByName({ features }: FeatureTable): ReadonlyMap<string, TableColumn> {
  return new Map(features.map((column) => [column.name, column]))
}

function allRows({ rows }: FeatureTable): Int32Array {
  const all = new Int32Array(rows)
  for (let row = 0; row < rows; row++) all[row] = row
  return all
}

function columnMissing(name: string): HoldoutError {
  return new HoldoutError(
    'preprocessing/column-missing',
    `column ${JSON.stringify(name)} is missing: expected every column that the model was trained on`,
    { hint: 'Use a file with the same columns as the one trained on.' },
  )
}

function wrongType(fitted: FittedColumn, column: TableColumn): HoldoutError {
  const expected = fitted.kind === 'number' ? 'numbers' : 'categories'
  const received = column.kind === 'number' ? 'numbers' : 'categories'
  return new HoldoutError(
    'preprocessing/column-type',
    `column ${JSON.stringify(column.name)}: expected ${expected} as in training, received ${received}`,
    { hint: 'Give the column its type under `dataset.columns`.' },
  )
}

function unexpectedMissing(name: string, row: number): HoldoutError {
  return new HoldoutError(
    'preprocessing/missing-values',
    `Column ${JSON.stringify(name)} has no value in row ${row + 1}: expected a number, since none was missing in training.`,
    { hint: 'Fill the cell, or leave out the row.' },
  )
}
