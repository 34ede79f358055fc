import type { Table, TableColumn } from '../dataset/table.ts'
import { isHeld, valuesFrom } from '../dataset/tableOnDemand.ts'
import { HoldoutError } from '../errors.ts'
import type { PreprocessingSpec } from './preprocessingSpec.ts'
import { fitCategory } from './fitCategory.ts'
import type { ColumnSurvey, ColumnWork } from './columnWork.ts'
import { fitNumber, largestOf } from './fitNumber.ts'
import { numberOutputs } from './fittedPreprocessing.ts'
import type { FittedColumn, FittedPreprocessing, NumberOutput } from './fittedPreprocessing.ts'

export type { FittedPreprocessing } from './fittedPreprocessing.ts'

/**
 * Learns how to prepare a table from its training rows, and from nothing else: fill values, scales, known levels.
 *
 * The shape of the matrix (which columns have missing cells, which levels there are) follows from the dataset, so
 * that it is the same in every fold.
 * @param work who surveys number columns; `fitNumber` looks at each unless given
 * @throws HoldoutError `preprocessing/no-features`, `preprocessing/no-rows`, `preprocessing/missing-values`,
 *   `preprocessing/not-finite`, `preprocessing/too-large`.
 */
export function fitPreprocessing(
  table: Table,
  spec: PreprocessingSpec,
  trainRows: Int32Array,
  work?: ColumnWork,
): FittedPreprocessing {
  if (table.features.length === 0) throw noFeatures()
  if (trainRows.length === 0) throw noRows()
  const scratch = new Float64Array(trainRows.length)
  const surveys = work ? surveysOf(table, spec, trainRows, work) : undefined
  const columns = table.features.map((column) =>
    column.kind === 'number'
      ? fitNumber(column, spec.numeric, trainRows, scratch, surveys?.get(column))
      : fitCategory(column, spec.category, trainRows),
  )
  return { columns, outputs: columns.flatMap(outputNames) }
}

/** Columns of a table that is not in memory which are read together: as many as have work for the threads of a small machine. */
const COLUMNS_READ = 4

function surveysOf(
  { rows, features }: Table,
  { numeric }: PreprocessingSpec,
  trainRows: Int32Array,
  work: ColumnWork,
): ReadonlyMap<TableColumn, ColumnSurvey> {
  const numbers = features.filter((column) => column.kind === 'number')
  const surveyed = new Map<TableColumn, ColumnSurvey>()
  const areHeld = numbers.every(isHeld)
  const atOnce = areHeld ? numbers.length : COLUMNS_READ
  const spaces = areHeld ? [] : numbers.slice(0, atOnce).map(() => new Float64Array(rows))
  for (let from = 0; from < numbers.length; from += atOnce) {
    const some = numbers.slice(from, from + atOnce)
    const values = some.map((column, i) => (areHeld ? column.values : valuesFrom(column, 0, spaces[i])) as Float64Array)
    const surveys = work.survey(values, trainRows, largestOf(numeric))
    some.forEach((column, i) => surveyed.set(column, surveys[i]))
  }
  return surveyed
}

function outputNames(column: FittedColumn): string[] {
  switch (column.kind) {
    case 'number':
      return numberOutputs(column).map((output) => outputName(column.name, output))
    case 'oneHot':
      return column.levels.map((level) => `${column.name}=${level}`)
    case 'ordinal':
      return [column.name]
  }
}

function outputName(column: string, output: NumberOutput): string {
  if (output.kind === 'value') return column
  if (output.kind === 'missing') return `${column} (missing)`
  return `${column} (${output.kind})=${String(output.value)}`
}

function noFeatures(): HoldoutError {
  return new HoldoutError('preprocessing/no-features', 'no column left to learn from: expected at least one feature', {
    hint: 'Give at least one column beside the target the role `feature`.',
    path: 'dataset.columns',
  })
}

function noRows(): HoldoutError {
  return new HoldoutError(
    'preprocessing/no-rows',
    'nothing to fit on: expected at least one training row, received none',
  )
}
