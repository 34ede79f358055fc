import type { Table } from '../dataset/table.ts'
import type { PreprocessingSpec } from '../experiment/experiment.ts'
import { fitPreprocessing } from '../preprocessing/fitPreprocessing.ts'

/**
 * How many inputs a network gets from a table.
 *
 * The width is the same in every fold, so fitting on a single row tells it, and is cheap.
 * @throws HoldoutError `preprocessing/…` where no fold could be prepared either.
 */
export function preparedWidth(table: Table, spec: PreprocessingSpec): number {
  return fitPreprocessing(table, spec, Int32Array.of(0)).outputs.length
}
