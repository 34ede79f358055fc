import type { Table } from '../dataset/table.ts'
import type { PreprocessingSpec } from '../preprocessing/preprocessingSpec.ts'
import { fitPreprocessing } from '../preprocessing/fitPreprocessing.ts'

/**
 * How many inputs a network gets from a table, with a pause after each column: all cells are looked at.
 *
 * The width is the same in every fold, so fitting on a single row tells it, and is cheap.
 * @throws HoldoutError `preprocessing/…` where no fold could be prepared either.
 */
export function* preparedWidth(table: Table, spec: PreprocessingSpec): Generator<undefined, number> {
  if (table.features.length === 0) return fitPreprocessing(table, spec, FIRST_ROW).outputs.length
  let width = 0
  for (const feature of table.features) {
    width += fitPreprocessing({ ...table, features: [feature] }, spec, FIRST_ROW).outputs.length
    yield
  }
  return width
}

const FIRST_ROW = Int32Array.of(0)
